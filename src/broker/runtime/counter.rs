//! For tests alone: a state machine small enough to see through, that counts.

use super::machine::{Asker, Machine, Moment};
use super::owner::{InForce, Owner, World};
use super::slots::{Slot, Slots, Table};
use crate::replicas::Partition;
use crate::settings::ShardSettings;
use arc_swap::ArcSwap;
use kalda_coordinator::Ticket;
use kalda_metadata::Image;
use kalda_protocol::{EncodeError, ErrorCode};
use kalda_records::Compression;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;

/// What can be asked.
#[derive(Debug)]
pub(super) enum Ask {
    /// Writes a number.
    Add(u8),
    /// Writes so many zeros.
    AddZeros(usize),
    /// The sum so far.
    Sum,
    /// The sum after so many milliseconds.
    SumLater(i64),
    /// The sum when the metadata has changed.
    SumAtChange,
    /// What no batch can hold.
    TooLarge,
    /// Writes a number and panics.
    Panic,
}

#[derive(Default)]
pub(super) struct Counter {
    sum: i64,
    loaded: bool,
    later: BTreeMap<(i64, Ticket), ()>,
    at_change: Vec<Ticket>,
}

#[derive(Default)]
pub(super) struct CounterEffects {
    records: Vec<u8>,
    answers: Vec<(Ticket, i64)>,
}

impl Counter {
    fn add(&mut self, number: u8, effects: &mut CounterEffects) {
        self.sum += i64::from(number);
        effects.records.push(number);
    }
}

impl Machine for Counter {
    const KIND: &'static str = "sums";
    type Request = Ask;
    type Answer = i64;
    type Record = u8;
    type Effects = CounterEffects;
    type Skipped = &'static str;
    type Settings = ();

    fn handle(
        &mut self,
        moment: &Moment<'_, ()>,
        ticket: Ticket,
        request: Ask,
        effects: &mut CounterEffects,
    ) {
        assert!(self.loaded, "it is asked before it is loaded");
        match request {
            Ask::Add(number) => self.add(number, effects),
            Ask::AddZeros(count) => (0..count).for_each(|_| self.add(0, effects)),
            Ask::SumLater(after_ms) => {
                let deadline_ms = moment.now_ms + after_ms;
                self.later.insert((deadline_ms, ticket), ());
                return;
            }
            Ask::SumAtChange => return self.at_change.push(ticket),
            Ask::Panic => {
                self.add(100, effects);
                panic!("asked to");
            }
            Ask::Sum | Ask::TooLarge => {}
        }
        effects.answers.push((ticket, self.sum));
    }

    fn tick(&mut self, moment: &Moment<'_, ()>, effects: &mut CounterEffects) {
        while let Some(due) = self.later.first_entry() {
            if due.key().0 > moment.now_ms {
                return;
            }
            let ((_, ticket), ()) = due.remove_entry();
            effects.answers.push((ticket, self.sum));
        }
    }

    fn next_deadline(&self) -> Option<i64> {
        let first = self.later.first_key_value();
        first.map(|((deadline_ms, _), ())| *deadline_ms)
    }

    fn metadata_changed(&mut self, _: &Moment<'_, ()>, effects: &mut CounterEffects) {
        let waiting = self.at_change.drain(..);
        effects
            .answers
            .extend(waiting.map(|ticket| (ticket, self.sum)));
    }

    fn load(
        &mut self,
        key: &[u8],
        _: Option<&[u8]>,
        producer: Option<i64>,
    ) -> Result<(), &'static str> {
        let [number] = key else {
            return Err("a number has one byte");
        };
        // What transactions add counts when they end.
        if producer.is_none() {
            self.sum += i64::from(*number);
        }
        Ok(())
    }

    fn load_marker(&mut self, producer_id: i64, committed: bool) {
        self.sum += if committed { producer_id } else { -producer_id };
    }

    fn finish_loading(&mut self, _: &Moment<'_, ()>, _: &mut CounterEffects) {
        self.loaded = true;
    }

    fn parts(effects: &mut CounterEffects) -> (&mut Vec<u8>, &mut Vec<(Ticket, i64)>) {
        (&mut effects.records, &mut effects.answers)
    }

    fn encode(record: &u8) -> Result<(Vec<u8>, Option<Vec<u8>>), EncodeError> {
        Ok((vec![*record], None))
    }

    fn admit(request: &Ask, (): &(), _: usize) -> Result<(), ErrorCode> {
        match request {
            Ask::TooLarge => Err(ErrorCode::UnknownServerError),
            Ask::Panic
            | Ask::Add(_)
            | Ask::AddZeros(_)
            | Ask::Sum
            | Ask::SumLater(_)
            | Ask::SumAtChange => Ok(()),
        }
    }
}

/// A shard of its own and what surrounds it.
pub(super) struct Setup {
    slot: Arc<Slot<Counter>>,
    pub(super) slots: Arc<Slots<Counter>>,
    pub(super) image: watch::Sender<Arc<Image>>,
    owner: Option<Owner<Counter>>,
}

impl Setup {
    /// The shard of what `find` finds; its owner does not run yet.
    pub(super) fn of(
        find: impl Fn() -> Result<Arc<Partition>, ErrorCode> + Send + Sync + 'static,
        append_linger: Option<Duration>,
    ) -> Setup {
        let (slot, queue) = Slot::new();
        let image = watch::Sender::new(Arc::default());
        let driver = ShardSettings {
            append_linger,
            commit_timeout: Duration::from_secs(5),
            load_buffer_bytes: 100,
            compression: Compression::None,
            concurrent_loads: 1,
        };
        let world = World {
            name: ("log", 3),
            find: Box::new(find),
            image: image.subscribe(),
            settings: Arc::new(ArcSwap::from_pointee(InForce {
                machine: (),
                driver,
            })),
            loads: Arc::new(Semaphore::new(1)),
        };
        let slots = Slots::new();
        slots.store(Table {
            partitions: 1,
            slots: BTreeMap::from([(0, Arc::clone(&slot))]),
        });
        Setup {
            owner: Some(Owner::new(Arc::clone(&slot), queue, world)),
            slot,
            slots: Arc::new(slots),
            image,
        }
    }

    /// The shard of `partition`, running.
    pub(super) async fn start(partition: &Arc<Partition>) -> (Setup, JoinHandle<()>) {
        let partition = Arc::clone(partition);
        let mut setup = Setup::of(move || Ok(Arc::clone(&partition)), None);
        let task = setup.run();
        setup.loaded().await;
        (setup, task)
    }

    /// Let the owner run.
    pub(super) fn run(&mut self) -> JoinHandle<()> {
        tokio::spawn(self.owner.take().unwrap().run())
    }

    /// Let requests in although nobody loads the shard.
    pub(super) fn open(&self) {
        self.slot.set_loading(false);
    }

    /// Ask it.
    pub(super) async fn ask(&self, ask: Ask) -> Result<i64, ErrorCode> {
        self.slots.ask(0, asker(), ask).await
    }

    /// Ask it without waiting for the answer here.
    pub(super) fn asking(&self, ask: Ask) -> JoinHandle<Result<i64, ErrorCode>> {
        let slots = Arc::clone(&self.slots);
        tokio::spawn(async move { slots.ask(0, asker(), ask).await })
    }

    /// Wait until it answers.
    pub(super) async fn loaded(&self) -> i64 {
        loop {
            match self.ask(Ask::Sum).await {
                Ok(sum) => return sum,
                Err(error) => assert_eq!(error, ErrorCode::CoordinatorLoadInProgress),
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }
}

fn asker() -> Asker {
    Asker {
        version: 0,
        client_id: None,
        host: "/127.0.0.1".into(),
    }
}
