//! Folds committed records into images.

use crate::image::{Image, ReplayError};
use kalda_protocol::metadata_records::MetadataRecord;

/// A metadata transaction (KIP-868) whose end has not been read yet.
#[derive(Debug, Clone)]
struct OpenTransaction {
    start_offset: i64,
    image: Image,
}

/// The image so far, and beside it the one that an open metadata transaction is making.
#[derive(Debug, Clone, Default)]
pub struct Loader {
    image: Image,
    open: Option<OpenTransaction>,
}

impl Loader {
    /// A loader that goes on from a snapshot's image.
    #[must_use]
    pub const fn new(image: Image) -> Self {
        Self { image, open: None }
    }

    /// Everything outside of open transactions: what the cluster may see.
    #[must_use]
    pub const fn image(&self) -> &Image {
        &self.image
    }

    /// The image that the next record applies to, an open transaction's records included.
    #[must_use]
    pub fn newest(&self) -> &Image {
        self.open.as_ref().map_or(&self.image, |open| &open.image)
    }

    /// Where the open transaction began.
    #[must_use]
    pub fn transaction_start(&self) -> Option<i64> {
        self.open.as_ref().map(|open| open.start_offset)
    }

    /// Applies the record at `offset`.
    pub fn replay(&mut self, record: &MetadataRecord, offset: i64) -> Result<(), ReplayError> {
        match (record, &mut self.open) {
            (MetadataRecord::BeginTransaction(_), None) => {
                self.open = Some(OpenTransaction {
                    start_offset: offset,
                    image: self.image.clone(),
                });
                Ok(())
            }
            (MetadataRecord::BeginTransaction(_), Some(_)) => {
                Err(ReplayError::Transaction("one is already open"))
            }
            (MetadataRecord::EndTransaction(_) | MetadataRecord::AbortTransaction(_), None) => {
                Err(ReplayError::Transaction("none is open"))
            }
            (MetadataRecord::EndTransaction(_), Some(_)) => {
                if let Some(open) = self.open.take() {
                    self.image = open.image;
                }
                Ok(())
            }
            (MetadataRecord::AbortTransaction(_), Some(_)) => {
                self.open = None;
                Ok(())
            }
            (record, Some(open)) => open.image.replay(record),
            (record, None) => self.image.replay(record),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kalda_protocol::metadata_records::{
        AbortTransactionRecord, BeginTransactionRecord, EndTransactionRecord, FeatureLevelRecord,
    };

    fn begin() -> MetadataRecord {
        MetadataRecord::BeginTransaction(BeginTransactionRecord::default())
    }

    fn version(feature_level: i16) -> MetadataRecord {
        let name = crate::features::METADATA_VERSION.to_owned();
        MetadataRecord::FeatureLevel(FeatureLevelRecord {
            name,
            feature_level,
        })
    }

    #[test]
    fn records_of_a_transaction_are_seen_when_it_ends() {
        let mut loader = Loader::default();
        loader.replay(&begin(), 3).unwrap();
        loader.replay(&version(29), 4).unwrap();
        assert_eq!(loader.transaction_start(), Some(3));
        assert!(loader.image().is_empty());
        assert_eq!(loader.newest().feature_level("metadata.version"), 29);
        loader
            .replay(&MetadataRecord::EndTransaction(EndTransactionRecord {}), 5)
            .unwrap();
        assert_eq!(loader.transaction_start(), None);
        assert_eq!(loader.image().feature_level("metadata.version"), 29);
    }

    #[test]
    fn records_of_an_aborted_transaction_leave_no_trace() {
        let mut loader = Loader::default();
        loader.replay(&version(29), 0).unwrap();
        loader.replay(&begin(), 1).unwrap();
        loader.replay(&version(30), 2).unwrap();
        loader
            .replay(
                &MetadataRecord::AbortTransaction(AbortTransactionRecord::default()),
                3,
            )
            .unwrap();
        assert_eq!(loader.image().feature_level("metadata.version"), 29);
    }

    #[test]
    fn a_transaction_record_out_of_place_is_an_error() {
        let mut loader = Loader::default();
        let end = MetadataRecord::EndTransaction(EndTransactionRecord {});
        assert_eq!(
            loader.replay(&end, 0),
            Err(ReplayError::Transaction("none is open"))
        );
        loader.replay(&begin(), 1).unwrap();
        assert_eq!(
            loader.replay(&begin(), 2),
            Err(ReplayError::Transaction("one is already open"))
        );
    }
}
