//! What compaction has to know about transactions while it goes through a log.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use kalda_records::BatchHeader;
use kalda_records::control::TransactionResult;

use crate::producers::Marker;
use crate::transaction_index::AbortedTransaction;

/// An aborted transaction that is open at the present batch.
#[derive(Clone, Copy, Debug)]
struct OpenAborted {
    transaction: AbortedTransaction,
    /// Whether a batch of it is still in the log.
    has_batches: bool,
}

/// What a control batch says about its transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MarkerFate {
    /// No batch of the transaction is left: the marker may go after its horizon.
    Empty,
    /// It must stay; an aborted transaction must stay in the index, too.
    Needed(Option<AbortedTransaction>),
}

/// Follows the transactions from batch to batch.
#[derive(Clone, Debug)]
pub(super) struct Transactions {
    /// Not begun yet, by first offset.
    coming: VecDeque<AbortedTransaction>,
    aborted: BTreeMap<i64, OpenAborted>,
    /// Producers with a batch of a transaction that will be committed.
    committed: BTreeSet<i64>,
}

impl Transactions {
    /// `aborted` holds the aborted transactions with offsets in what is gone through.
    pub(super) fn new(aborted: &[AbortedTransaction]) -> Self {
        let mut coming = aborted.to_vec();
        coming.sort_by_key(|it| it.first_offset);
        Self {
            coming: coming.into(),
            aborted: BTreeMap::new(),
            committed: BTreeSet::new(),
        }
    }

    /// Takes in a batch of records. True: its transaction was aborted, so none of them counts.
    pub(super) fn on_records(&mut self, header: &BatchHeader) -> bool {
        self.begin_up_to(header.last_offset());
        if !header.is_transactional() {
            return false;
        }
        match self.aborted.get_mut(&header.producer_id) {
            Some(open) => {
                open.has_batches = true;
                true
            }
            None => {
                self.committed.insert(header.producer_id);
                false
            }
        }
    }

    /// Takes in a control batch with the marker in it, if it has one.
    pub(super) fn on_control(
        &mut self,
        header: &BatchHeader,
        marker: Option<Marker>,
    ) -> MarkerFate {
        self.begin_up_to(header.last_offset());
        let Some(marker) = marker else {
            // A marker that compaction emptied, or a control record that ends no transaction.
            return match header.records_count {
                0 => MarkerFate::Empty,
                _ => MarkerFate::Needed(None),
            };
        };
        let producer = header.producer_id;
        match marker.result {
            TransactionResult::Abort => match self.aborted.remove(&producer) {
                Some(open) if open.has_batches => MarkerFate::Needed(Some(open.transaction)),
                Some(_) | None => MarkerFate::Empty,
            },
            TransactionResult::Commit if self.committed.remove(&producer) => {
                MarkerFate::Needed(None)
            }
            TransactionResult::Commit => MarkerFate::Empty,
        }
    }

    fn begin_up_to(&mut self, offset: i64) {
        while let Some(next) = self.coming.front().copied()
            && next.first_offset <= offset
        {
            self.coming.pop_front();
            self.aborted.entry(next.producer_id).or_insert(OpenAborted {
                transaction: next,
                has_batches: false,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use kalda_records::{Attributes, BatchBuilder, BatchSettings};

    use super::*;

    const ABORTED: AbortedTransaction = AbortedTransaction {
        producer_id: 1,
        first_offset: 5,
        last_offset: 9,
        last_stable_offset: 10,
    };

    fn header(producer_id: i64, base_offset: i64) -> BatchHeader {
        let settings = BatchSettings {
            producer_id,
            base_offset,
            attributes: Attributes {
                transactional: true,
                ..Attributes::default()
            },
            ..BatchSettings::default()
        };
        BatchBuilder::new(settings).build().unwrap().header
    }

    fn marker(result: TransactionResult) -> Option<Marker> {
        Some(Marker {
            result,
            coordinator_epoch: 0,
        })
    }

    #[test]
    fn batches_of_an_aborted_transaction_do_not_count_and_others_do() {
        let mut transactions = Transactions::new(&[ABORTED]);
        assert!(
            !transactions.on_records(&header(1, 4)),
            "an earlier transaction"
        );
        transactions.on_control(&header(1, 4), marker(TransactionResult::Commit));
        assert!(transactions.on_records(&header(1, 5)));
        assert!(!transactions.on_records(&header(2, 6)));
        let fate = transactions.on_control(&header(1, 9), marker(TransactionResult::Abort));
        assert_eq!(fate, MarkerFate::Needed(Some(ABORTED)));
        assert!(
            !transactions.on_records(&header(1, 10)),
            "a later transaction"
        );
    }

    #[test]
    fn a_marker_is_needed_while_a_batch_of_its_transaction_is_there() {
        for result in [TransactionResult::Commit, TransactionResult::Abort] {
            let mut transactions = Transactions::new(&[]);
            let fate = transactions.on_control(&header(1, 9), marker(result));
            assert_eq!(fate, MarkerFate::Empty);
        }
        let mut transactions = Transactions::new(&[]);
        transactions.on_records(&header(1, 5));
        let mut end = || transactions.on_control(&header(1, 9), marker(TransactionResult::Commit));
        assert_eq!(end(), MarkerFate::Needed(None));
        assert_eq!(
            end(),
            MarkerFate::Empty,
            "the next transaction has no batch"
        );
    }

    #[test]
    fn an_abort_whose_batches_are_gone_is_not_needed() {
        let mut transactions = Transactions::new(&[ABORTED]);
        let fate = transactions.on_control(&header(1, 9), marker(TransactionResult::Abort));
        assert_eq!(fate, MarkerFate::Empty);
    }

    #[test]
    fn an_emptied_marker_may_go_and_an_unknown_control_record_stays() {
        let mut transactions = Transactions::new(&[]);
        let mut control = header(1, 9);
        assert_eq!(transactions.on_control(&control, None), MarkerFate::Empty);
        control.records_count = 1;
        assert_eq!(
            transactions.on_control(&control, None),
            MarkerFate::Needed(None)
        );
    }
}
