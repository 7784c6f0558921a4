//! Producer ids, handed out from blocks that the controller gives.

use crate::channel::{self, ControllerChannel, LinkError};
use kalda_protocol::ErrorCode;
use kalda_protocol::messages::{AllocateProducerIdsRequest, BrokerId};
use std::ops::Range;
use std::sync::Arc;
use tokio::sync::Mutex;

/// Why there is no producer id to give.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoProducerId {
    /// The controller cannot be asked.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// The controller refused.
    #[error("the controller gave no producer ids: {0}")]
    Refused(ErrorCode),
}

/// The ids this broker may give out.
#[derive(Debug)]
pub(crate) struct ProducerIds {
    broker_id: i32,
    channel: Arc<ControllerChannel>,
    block: Mutex<Range<i64>>,
}

impl ProducerIds {
    /// No ids yet: the first use asks for a block.
    pub(crate) fn new(broker_id: i32, channel: Arc<ControllerChannel>) -> ProducerIds {
        ProducerIds {
            broker_id,
            channel,
            block: Mutex::new(0..0),
        }
    }

    /// An id that no broker has given before. `broker_epoch` proves who asks.
    pub(crate) async fn next(&self, broker_epoch: i64) -> Result<i64, NoProducerId> {
        let mut block = self.block.lock().await;
        if block.is_empty() {
            let request = AllocateProducerIdsRequest::default()
                .with_broker_id(BrokerId(self.broker_id))
                .with_broker_epoch(broker_epoch);
            let answer = self.channel.call(&request).await?;
            channel::check(answer.error_code).map_err(NoProducerId::Refused)?;
            let start = answer.producer_id_start.0;
            *block = start..start + i64::from(answer.producer_id_len);
        }
        block
            .next()
            .ok_or(NoProducerId::Refused(ErrorCode::UnknownServerError))
    }
}
