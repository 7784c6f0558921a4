//! Blocks of producer ids for brokers.

use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::messages::{AllocateProducerIdsRequest, AllocateProducerIdsResponse};

use super::{Controller, Decision, Refusal};
use kalda_protocol::metadata_records::{MetadataRecord, ProducerIdsRecord};

/// How many ids a broker gets at a time.
pub const PRODUCER_ID_BLOCK: i32 = 1000;

impl Controller {
    /// Hands the next block of producer ids to a broker.
    pub fn allocate_producer_ids(
        &self,
        request: &AllocateProducerIdsRequest,
    ) -> Decision<AllocateProducerIdsResponse> {
        let response = AllocateProducerIdsResponse::default();
        match self.next_block(request) {
            Err(refusal) => Decision::answer(response.with_error_code(refusal.code.code())),
            Ok((first, record)) => Decision::in_batches(
                vec![MetadataRecord::ProducerIds(record)],
                response
                    .with_producer_id_start(first.into())
                    .with_producer_id_len(PRODUCER_ID_BLOCK),
            ),
        }
    }

    fn next_block(
        &self,
        request: &AllocateProducerIdsRequest,
    ) -> Result<(i64, ProducerIdsRecord), Refusal> {
        self.check_broker_epoch(request.broker_id.0, request.broker_epoch)?;
        let first = self.image().next_producer_id().unwrap_or(0);
        let next_producer_id =
            first
                .checked_add(i64::from(PRODUCER_ID_BLOCK))
                .ok_or_else(|| {
                    Refusal::new(
                        ErrorCode::UnknownServerError,
                        "All producer ids have been handed out.",
                    )
                })?;
        let record = ProducerIdsRecord {
            broker_id: request.broker_id.0,
            broker_epoch: request.broker_epoch,
            next_producer_id,
        };
        Ok((first, record))
    }
}
