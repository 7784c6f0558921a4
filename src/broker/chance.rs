//! Random numbers and ids for the pure crates, which take them as arguments.

use kalda_protocol::uuid_text;
use uuid::Uuid;

/// An id that Kafka would make, too: none that is reserved, and none whose text begins with a dash.
pub(crate) fn new_id() -> Uuid {
    loop {
        let id = Uuid::new_v4();
        if uuid_text::is_assignable(&id) {
            return id;
        }
    }
}

/// A number below `bound`, which is at least 1.
pub(crate) fn below(bound: usize) -> usize {
    let (high, _) = Uuid::new_v4().as_u64_pair();
    let bound = u64::try_from(bound.max(1)).unwrap_or(u64::MAX);
    usize::try_from(high % bound).unwrap_or(0)
}

/// A positive number.
pub(crate) fn positive() -> i32 {
    let [a, b, c, d, ..] = Uuid::new_v4().into_bytes();
    (i32::from_be_bytes([a, b, c, d]) & i32::MAX).max(1)
}

/// The seed of a sequence of numbers.
pub(crate) fn seed() -> u64 {
    let (high, _) = Uuid::new_v4().as_u64_pair();
    high
}
