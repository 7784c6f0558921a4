//! Heartbeats: who is fenced, who may stop, and whose session is over.

use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::messages::{BrokerHeartbeatRequest, BrokerHeartbeatResponse};
use kalda_protocol::metadata_records::MetadataRecord;

use super::{Controller, Decision, Refusal};
use crate::image::Broker;

/// When and where a heartbeat is handled.
#[derive(Debug, Clone, Copy)]
pub struct HeartbeatContext {
    /// The time, from a clock that never goes back.
    pub now_ms: i64,
    /// The offset that the next record will get.
    pub next_write_offset: i64,
}

/// What a broker may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ControlState {
    Fenced,
    Unfenced,
    ControlledShutdown,
    ShutdownNow,
}

impl ControlState {
    const fn is_fenced(self) -> bool {
        match self {
            Self::Fenced | Self::ShutdownNow => true,
            Self::Unfenced | Self::ControlledShutdown => false,
        }
    }
}

impl Controller {
    /// Handles a broker's heartbeat. Sessions change at once; the registration and partitions change by the records.
    pub fn heartbeat(
        &mut self,
        request: &BrokerHeartbeatRequest,
        context: HeartbeatContext,
    ) -> Decision<BrokerHeartbeatResponse> {
        match self.beat(request, context) {
            Ok(decision) => decision,
            Err(refusal) => Decision::answer(
                BrokerHeartbeatResponse::default().with_error_code(refusal.code.code()),
            ),
        }
    }

    fn beat(
        &mut self,
        request: &BrokerHeartbeatRequest,
        context: HeartbeatContext,
    ) -> Result<Decision<BrokerHeartbeatResponse>, Refusal> {
        let id = request.broker_id.0;
        self.check_broker_epoch(id, request.broker_epoch)?;
        self.sessions
            .contact(id, request.broker_epoch, context.now_ms);
        let unknown = || Refusal::silent(ErrorCode::StaleBrokerEpoch);
        let broker = self.image().broker(id).cloned().ok_or_else(unknown)?;
        let registered_at = self.registered_at.get(&id).copied().ok_or_else(unknown)?;
        let is_caught_up = request.current_metadata_offset >= registered_at;
        let current = self.current_state(&broker);
        let next = self.next_state(&broker, current, request, is_caught_up);
        let mut records = Vec::new();
        if current != next {
            match next {
                ControlState::Fenced | ControlState::ShutdownNow => {
                    self.fence(&broker, &mut records)
                }
                ControlState::Unfenced => self.unfence(&broker, &mut records),
                ControlState::ControlledShutdown => {
                    self.begin_controlled_shutdown(&broker, &mut records)
                }
            }
        }
        self.sessions
            .report(id, next.is_fenced(), request.current_metadata_offset);
        self.note_directories(&broker, request, &mut records);
        if next == ControlState::ControlledShutdown {
            let count = i64::try_from(records.len()).unwrap_or(i64::MAX);
            let end_of_batch = context
                .next_write_offset
                .saturating_add(count)
                .saturating_sub(1);
            self.sessions.begin_shutdown(id, end_of_batch);
        }
        let reply = BrokerHeartbeatResponse::default()
            .with_is_caught_up(is_caught_up)
            .with_is_fenced(next.is_fenced())
            .with_should_shut_down(next == ControlState::ShutdownNow);
        Ok(Decision::in_batches(records, reply))
    }

    /// Fences one broker whose session is over at `now_ms`. To be called again until it answers `None`, so that fencing
    /// one broker is seen when the next is fenced.
    pub fn tick(&mut self, now_ms: i64) -> Option<Decision<()>> {
        let (id, epoch) = self
            .sessions
            .take_expired(now_ms, self.settings.broker_session_timeout_ms)?;
        let mut records = Vec::new();
        if let Some(broker) = self
            .image()
            .broker(id)
            .filter(|broker| broker.epoch() == epoch)
            .cloned()
        {
            self.fence(&broker, &mut records);
            self.sessions
                .report(id, true, self.sessions.metadata_offset(id));
        }
        Some(Decision::in_batches(records, ()))
    }

    fn note_directories(
        &self,
        broker: &Broker,
        request: &BrokerHeartbeatRequest,
        records: &mut Vec<MetadataRecord>,
    ) {
        if self.version().has_directory_assignment() {
            self.take_directories_offline(broker, &request.offline_log_dirs, records);
        }
        if let Some(cordoned) = &request.cordoned_log_dirs
            && self.version().has_cordoned_log_dirs()
        {
            self.cordon_directories(broker, cordoned, records);
        }
    }

    fn current_state(&self, broker: &Broker) -> ControlState {
        if self.sessions.shutdown_offset(broker.id()).is_some() {
            ControlState::ControlledShutdown
        } else if broker.is_fenced() {
            ControlState::Fenced
        } else {
            ControlState::Unfenced
        }
    }

    fn next_state(
        &self,
        broker: &Broker,
        current: ControlState,
        request: &BrokerHeartbeatRequest,
        is_caught_up: bool,
    ) -> ControlState {
        match current {
            ControlState::Fenced if request.want_shut_down => ControlState::ShutdownNow,
            // Unfenced brokers are shown to clients, so one must know its own registration first.
            ControlState::Fenced if !request.want_fence && is_caught_up => ControlState::Unfenced,
            ControlState::Fenced => ControlState::Fenced,
            ControlState::Unfenced => match (request.want_fence, request.want_shut_down) {
                (true, true) => ControlState::ShutdownNow,
                (true, false) => ControlState::Fenced,
                (false, true) if self.has_leaderships(broker.id()) => {
                    ControlState::ControlledShutdown
                }
                (false, true) => ControlState::ShutdownNow,
                (false, false) => ControlState::Unfenced,
            },
            ControlState::ControlledShutdown => {
                let waits_for = self.sessions.shutdown_offset(broker.id()).unwrap_or(0);
                if self.has_leaderships(broker.id()) || waits_for > self.lowest_active_offset() {
                    ControlState::ControlledShutdown
                } else {
                    ControlState::ShutdownNow
                }
            }
            ControlState::ShutdownNow => ControlState::ShutdownNow,
        }
    }

    /// How far the slowest broker that is neither fenced nor stopping has read the metadata log.
    fn lowest_active_offset(&self) -> i64 {
        let active = self.image().brokers().filter(|broker| {
            !broker.is_fenced() && self.sessions.shutdown_offset(broker.id()).is_none()
        });
        active
            .map(|broker| self.sessions.metadata_offset(broker.id()))
            .min()
            .unwrap_or(i64::MAX)
    }
}

#[cfg(test)]
#[path = "heartbeat_tests.rs"]
mod tests;
