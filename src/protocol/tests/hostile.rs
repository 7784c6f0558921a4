//! What passes the preflight can be decoded: without a panic, and within the memory that was promised.
//!
//! An allocator that counts stands behind everything in this program.
#![expect(
    unsafe_code,
    reason = "the trait of allocators is unsafe; this one only counts and passes on"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::fmt::Debug;

use bytes::{Bytes, BytesMut};
use kalda_codegen::{Kind, Message};
use kalda_protocol::api::{ApiKey, codec_versions};
use kalda_protocol::codec::{WireMessage, decode, encode};
use kalda_protocol::messages::{self, Request, for_each_request};
use kalda_protocol::preflight::{Budget, PreflightError, check, check_response};
use proptest::prelude::*;

use crate::content::Dice;

#[path = "hostile/content.rs"]
mod content;

struct CountingAllocator;

thread_local! {
    static IN_USE: Cell<usize> = const { Cell::new(0) };
    static PEAK: Cell<usize> = const { Cell::new(0) };
}

fn count(more: usize, less: usize) {
    let now = IN_USE.get().wrapping_add(more).wrapping_sub(less);
    IN_USE.set(now);
    // A test may free what another thread allocated; that is far below zero and no peak.
    if now < usize::MAX / 2 {
        PEAK.set(PEAK.get().max(now));
    }
}

// SAFETY: every call goes to the system's allocator unchanged.
unsafe impl GlobalAlloc for CountingAllocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 0);
        // SAFETY: the caller keeps the promises of this method's trait.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(0, layout.size());
        // SAFETY: as above.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        count(new_size, layout.size());
        // SAFETY: as above.
        unsafe { System.realloc(pointer, layout, new_size) }
    }
}

#[global_allocator]
static ALLOCATOR: CountingAllocator = CountingAllocator;

/// Runs something and says how much memory it held at most.
fn peak_of<T>(work: impl FnOnce() -> T) -> (T, usize) {
    IN_USE.set(0);
    PEAK.set(0);
    let result = work();
    (result, PEAK.get())
}

/// What decoding takes beside what the budget models: the shared owner of the frame, and the text of an error.
const OVERHEAD: usize = 4096;

/// What a body is said to be.
#[derive(Debug, Clone, Copy)]
struct Subject {
    api: ApiKey,
    version: i16,
    kind: Kind,
}

impl Subject {
    fn preflight(self, body: &[u8], budget: Budget) -> Result<(), PreflightError> {
        match self.kind {
            Kind::Request | Kind::Record | Kind::RecordKey | Kind::RecordValue => {
                check(self.api, self.version, body, budget)
            }
            Kind::Response => check_response(self.api, self.version, body, budget),
        }
    }
}

fn decode_only<M: WireMessage>(version: i16, body: Bytes) -> (bool, usize) {
    let mut body = body;
    peak_of(|| decode::<M>(&mut body, version).is_ok())
}

fn decode_api<R: Request>(subject: Subject, body: Bytes) -> (bool, usize) {
    match subject.kind {
        Kind::Request | Kind::Record | Kind::RecordKey | Kind::RecordValue => {
            decode_only::<R>(subject.version, body)
        }
        Kind::Response => decode_only::<R::Response>(subject.version, body),
    }
}

fn rewrite_message<M: WireMessage + PartialEq + Debug>(version: i16, body: &Bytes) -> Bytes {
    let message: M = decode(&mut body.clone(), version).expect("valid content is decoded");
    let mut buffer = BytesMut::new();
    encode(&message, version, &mut buffer).expect("what was decoded is encoded");
    let written = buffer.freeze();
    assert_eq!(
        decode::<M>(&mut written.clone(), version).as_ref(),
        Ok(&message)
    );
    written
}

macro_rules! dispatch {
    ($($api:ident $request:ident;)*) => {
        /// Decodes; says whether it succeeded, and what it took.
        fn decode_subject(subject: Subject, body: Bytes) -> (bool, usize) {
            match subject.api {
                $(ApiKey::$api => decode_api::<messages::$request>(subject, body),)*
            }
        }

        /// Decodes and encodes.
        fn rewrite(subject: Subject, body: &Bytes) -> Bytes {
            match (subject.api, subject.kind) {
                $(
                    (ApiKey::$api, Kind::Response) => {
                        rewrite_message::<<messages::$request as Request>::Response>(subject.version, body)
                    }
                    (ApiKey::$api, Kind::Request | Kind::Record | Kind::RecordKey | Kind::RecordValue) => {
                        rewrite_message::<messages::$request>(subject.version, body)
                    }
                )*
            }
        }
    };
}
for_each_request!(dispatch);

/// Every version of every request and response that can be decoded.
fn subjects(schemas: &[Message]) -> Vec<(Subject, &Message)> {
    let mut subjects = Vec::new();
    for message in schemas {
        let api = ApiKey::from_id(message.key).expect("a key of Kafka");
        let versions = codec_versions(api);
        for version in versions.min..=versions.max {
            subjects.push((
                Subject {
                    api,
                    version,
                    kind: message.kind,
                },
                message,
            ));
        }
    }
    subjects
}

/// Spoils a body in a few places, preferably with bytes that are large lengths.
fn spoil(body: &mut Vec<u8>, dice: &mut Dice) {
    for _ in 0..=dice.below(3) {
        let place = usize::try_from(dice.below(body.len() as u64 + 1)).expect("an index");
        let any = dice.next().to_be_bytes()[5];
        let byte = dice.pick(&[0, 1, 2, 0x7f, 0x80, 0xfe, 0xff, any]);
        match dice.below(5) {
            0 => body.insert(place, byte),
            1 if place < body.len() => drop(body.remove(place)),
            2 => body.truncate(place),
            3 => drop(body.splice(place..place, [0xff, 0xff, 0xff, 0xff, 0x0f])),
            _ => {
                if let Some(target) = body.get_mut(place) {
                    *target = byte;
                }
            }
        }
    }
}

/// What must hold for any bytes at all. Returns whether they passed.
fn check_promises(subject: Subject, body: Vec<u8>) -> bool {
    let budget = Budget::for_frame(body.len());
    let (passed, memory) = peak_of(|| subject.preflight(&body, budget).is_ok());
    assert_eq!(memory, 0, "{subject:?}: the preflight allocates nothing");
    if passed {
        let (_, memory) = decode_subject(subject, Bytes::from(body));
        let allowed = budget.bytes() + OVERHEAD;
        assert!(
            memory <= allowed,
            "{subject:?}: {memory} of {allowed} bytes"
        );
    }
    passed
}

#[test]
fn every_version_of_every_message_passes_with_any_content() {
    let schemas = content::schemas();
    let mut dice = Dice::new(4711);
    for (subject, message) in subjects(&schemas) {
        for _ in 0..20 {
            let body = Bytes::from(content::write(message, subject.version, &mut dice));
            let generous = Budget::for_frame(1 << 20);
            assert_eq!(
                subject.preflight(&body, generous),
                Ok(()),
                "{subject:?} {body:?}"
            );
            let written = rewrite(subject, &body);
            assert_eq!(
                subject.preflight(&written, generous),
                Ok(()),
                "{subject:?} {written:?}"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn spoiled_messages_are_refused_or_decoded_within_the_budget(seed: u64) {
        let schemas = content::schemas();
        let mut dice = Dice::new(seed);
        for (subject, message) in subjects(&schemas) {
            let mut body = content::write(message, subject.version, &mut dice);
            spoil(&mut body, &mut dice);
            check_promises(subject, body);
        }
    }

    #[test]
    fn arbitrary_bytes_are_refused_or_decoded_within_the_budget(seed: u64, body: Vec<u8>) {
        let schemas = content::schemas();
        let subjects = subjects(&schemas);
        let mut dice = Dice::new(seed);
        for _ in 0..200 {
            let (subject, _) = dice.pick(&subjects);
            check_promises(subject, body.clone());
        }
    }
}

#[test]
fn spoiling_does_not_only_make_bodies_that_are_refused() {
    let schemas = content::schemas();
    let mut dice = Dice::new(1);
    let mut passed = 0;
    let mut all = 0;
    for (subject, message) in subjects(&schemas) {
        let mut body = content::write(message, subject.version, &mut dice);
        spoil(&mut body, &mut dice);
        passed += usize::from(check_promises(subject, body));
        all += 1;
    }
    assert!(passed > all / 20 && passed < all, "{passed} of {all}");
}

/// Bodies of about 100 KB that get as much memory out of the decoder as they can.
fn greedy_bodies() -> Vec<(Subject, Vec<u8>)> {
    let subject = |api, version| Subject {
        api,
        version,
        kind: Kind::Request,
    };
    let mut fetch = vec![0; 25];
    fetch.extend([0xa1, 0x8d, 0x06]);
    fetch.extend([1, 1, 0].repeat(100_000));
    fetch.extend([1, 1, 0]);
    let mut tags = vec![0; 25];
    tags.extend([0xa1, 0x9c, 0x01]);
    tags.extend([1, 1, 1, 9, 0].repeat(20_000));
    tags.extend([1, 1, 0]);
    let mut metadata = vec![0x00, 0x01, 0x86, 0xa0];
    metadata.extend([0, 0].repeat(100_000));
    metadata.push(0);
    let bomb = vec![0xff, 0xff, 0xff, 0xff, 0x0f];
    vec![
        (subject(ApiKey::Fetch, 12), fetch),
        (subject(ApiKey::Fetch, 12), tags),
        (subject(ApiKey::Metadata, 4), metadata),
        (subject(ApiKey::Metadata, 12), bomb),
    ]
}

#[test]
fn hostile_frames_take_less_than_a_mebibyte_before_authentication() {
    for (subject, body) in greedy_bodies() {
        let budget = Budget::BEFORE_AUTHENTICATION;
        let frame = Bytes::from(body);
        let (_, memory) = peak_of(|| {
            if subject.preflight(&frame, budget).is_ok() {
                let (_, inner) = decode_subject(subject, frame.clone());
                assert!(inner < 1 << 20, "{subject:?}: {inner}");
            }
        });
        assert!(memory < 1 << 20, "{subject:?}: {memory}");
    }
}

/// A budget of about so many bytes, and not more.
fn budget_of(bytes: usize) -> Budget {
    Budget::for_frame((bytes - Budget::for_frame(0).bytes()) / 4)
}

#[test]
fn the_budget_is_what_decoding_takes() {
    let mut compared = 0;
    for (subject, body) in greedy_bodies() {
        let generous = Budget::for_frame(100 << 20);
        if subject.preflight(&body, generous).is_err() {
            continue;
        }
        let frame = Bytes::from(body);
        let (decoded, memory) = decode_subject(subject, frame.clone());
        assert!(decoded, "{subject:?}");
        let too_small = budget_of(memory - OVERHEAD);
        let refused = subject.preflight(&frame, too_small);
        assert_eq!(
            refused,
            Err(PreflightError::OverBudget(too_small.bytes())),
            "{subject:?}"
        );
        assert_eq!(
            subject.preflight(&frame, budget_of(memory * 2)),
            Ok(()),
            "{subject:?}"
        );
        compared += 1;
    }
    assert_eq!(compared, 3);
}
