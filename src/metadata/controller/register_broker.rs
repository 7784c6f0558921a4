//! Brokers register before they do anything, and again whenever they start.

use std::collections::BTreeSet;

use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::messages::{
    BrokerRegistrationRequest, BrokerRegistrationResponse, ControllerRegistrationRequest,
    ControllerRegistrationResponse, UnregisterBrokerRequest, UnregisterBrokerResponse,
};

use super::{Controller, Decision, Refusal};
use crate::features::{self, FeatureRange};
use crate::image::is_reserved_directory;
use kalda_protocol::metadata_records::{
    BrokerEndpoint, BrokerFeature, ControllerEndpoint, ControllerFeature, MetadataRecord,
    RegisterBrokerRecord, RegisterControllerRecord,
};

/// The numbers of Kafka's security protocols.
const SECURITY_PROTOCOLS: std::ops::RangeInclusive<i16> = 0..=3;

/// When and where a registration is handled.
#[derive(Debug, Clone, Copy)]
pub struct RegistrationContext {
    /// The time, from the same clock as heartbeats.
    pub now_ms: i64,
    /// The offset that the next record will get: it becomes the epoch of a new incarnation.
    pub next_write_offset: i64,
    /// The request's version: from 3 on it says at which epoch the broker last stopped cleanly.
    pub request_version: i16,
}

impl Controller {
    /// Registers a broker, or amends the registration of the same incarnation.
    pub fn register_broker(
        &self,
        request: &BrokerRegistrationRequest,
        context: RegistrationContext,
    ) -> Decision<BrokerRegistrationResponse> {
        let response = BrokerRegistrationResponse::default();
        match self.registration(request, context) {
            Ok((epoch, records)) => {
                Decision::in_batches(records, response.with_broker_epoch(epoch))
            }
            Err(refusal) => Decision::answer(
                response
                    .with_error_code(refusal.code.code())
                    .with_broker_epoch(-1),
            ),
        }
    }

    /// Removes a broker's registration for good.
    pub fn unregister_broker(
        &self,
        request: &UnregisterBrokerRequest,
    ) -> Decision<UnregisterBrokerResponse> {
        let id = request.broker_id.0;
        let response = UnregisterBrokerResponse::default();
        let Some(broker) = self.image().broker(id) else {
            let message = format!("Broker ID {id} is not currently registered");
            let refusal = Refusal::new(ErrorCode::BrokerIdNotRegistered, message);
            let response = response
                .with_error_code(refusal.code.code())
                .with_error_message(refusal.text());
            return Decision::answer(response);
        };
        let mut records = Vec::new();
        self.remove(broker, &mut records);
        Decision::in_batches(records, response)
    }

    /// Registers a controller.
    pub fn register_controller(
        &self,
        request: &ControllerRegistrationRequest,
    ) -> Decision<ControllerRegistrationResponse> {
        let response = ControllerRegistrationResponse::default();
        if !self.version().has_controller_registration() {
            let message =
                "The current MetadataVersion is too old to support controller registrations.";
            let refusal = Refusal::new(ErrorCode::UnsupportedVersion, message);
            let response = response
                .with_error_code(refusal.code.code())
                .with_error_message(refusal.text());
            return Decision::answer(response);
        }
        let end_points = request.listeners.iter().map(|listener| ControllerEndpoint {
            name: listener.name.to_string(),
            host: listener.host.to_string(),
            port: listener.port,
            security_protocol: listener.security_protocol,
        });
        let features = request.features.iter().map(|feature| ControllerFeature {
            name: feature.name.to_string(),
            min_supported_version: feature.min_supported_version,
            max_supported_version: feature.max_supported_version,
        });
        let record = RegisterControllerRecord {
            controller_id: request.controller_id,
            incarnation_id: request.incarnation_id,
            zk_migration_ready: false,
            end_points: end_points.collect(),
            features: features.collect(),
        };
        Decision::atomic(vec![MetadataRecord::RegisterController(record)], response)
    }

    fn registration(
        &self,
        request: &BrokerRegistrationRequest,
        context: RegistrationContext,
    ) -> Result<(i64, Vec<MetadataRecord>), Refusal> {
        self.check_identity(request, context.now_ms)?;
        if request.is_migrating_zk_broker {
            let message = "Controller does not support registering ZK brokers.";
            return Err(Refusal::new(ErrorCode::BrokerIdNotRegistered, message));
        }
        if self.version().has_directory_assignment() {
            self.check_directories(request)?;
        }
        let mut record = self.registration_record(request)?;
        let mut records = Vec::new();
        let existing = self.image().broker(request.broker_id.0);
        match existing.filter(|broker| broker.incarnation_id() == request.incarnation_id) {
            Some(same) => {
                record.fenced = same.is_fenced();
                record.in_controlled_shutdown = same.is_shutting_down();
                record.broker_epoch = same.epoch();
            }
            None => {
                let stopped_at = existing.map(|broker| broker.epoch());
                let was_clean = context.request_version >= 3
                    && stopped_at == Some(request.previous_broker_epoch);
                self.clean_up_incarnation(request.broker_id.0, was_clean, &mut records);
                record.broker_epoch = context.next_write_offset;
            }
        }
        let epoch = record.broker_epoch;
        // The registration comes last: should the batches before it survive alone, the broker registers again.
        records.push(MetadataRecord::RegisterBroker(record));
        Ok((epoch, records))
    }

    fn check_identity(
        &self,
        request: &BrokerRegistrationRequest,
        now_ms: i64,
    ) -> Result<(), Refusal> {
        if request.cluster_id.as_str() != self.settings.cluster_id {
            let message = format!(
                "Expected cluster ID {}, but got cluster ID {}",
                self.settings.cluster_id, request.cluster_id
            );
            return Err(Refusal::new(ErrorCode::InconsistentClusterId, message));
        }
        let Some(existing) = self.image().broker(request.broker_id.0) else {
            return Ok(());
        };
        let timeout_ms = self.settings.broker_session_timeout_ms;
        let is_alive = self
            .sessions
            .is_valid(existing.id(), existing.epoch(), now_ms, timeout_ms);
        if is_alive && existing.incarnation_id() != request.incarnation_id {
            let message = "Another broker is registered with that broker id, and its session has not expired.";
            return Err(Refusal::new(
                ErrorCode::DuplicateBrokerRegistration,
                message,
            ));
        }
        Ok(())
    }

    fn check_directories(&self, request: &BrokerRegistrationRequest) -> Result<(), Refusal> {
        let invalid = |message: String| Err(Refusal::new(ErrorCode::InvalidRegistration, message));
        if request.log_dirs.is_empty() {
            return invalid("No directories specified in request".to_owned());
        }
        if request
            .log_dirs
            .iter()
            .any(|directory| is_reserved_directory(*directory))
        {
            return invalid("Reserved directory ID in request".to_owned());
        }
        let distinct: BTreeSet<_> = request.log_dirs.iter().collect();
        if distinct.len() != request.log_dirs.len() {
            return invalid("Duplicate directory ID in request".to_owned());
        }
        for broker in self
            .image()
            .brokers()
            .filter(|broker| broker.id() != request.broker_id.0)
        {
            if let Some(taken) = broker
                .log_dirs()
                .iter()
                .find(|directory| distinct.contains(directory))
            {
                return invalid(format!(
                    "Broker {} is already registered with directory {taken}",
                    broker.id()
                ));
            }
        }
        Ok(())
    }

    fn registration_record(
        &self,
        request: &BrokerRegistrationRequest,
    ) -> Result<RegisterBrokerRecord, Refusal> {
        let mut end_points = Vec::with_capacity(request.listeners.len());
        for listener in &request.listeners {
            if !SECURITY_PROTOCOLS.contains(&listener.security_protocol) {
                let message = format!("Unknown security protocol {}", listener.security_protocol);
                return Err(Refusal::new(ErrorCode::UnknownServerError, message));
            }
            end_points.push(BrokerEndpoint {
                name: listener.name.to_string(),
                host: listener.host.to_string(),
                port: listener.port,
                security_protocol: listener.security_protocol,
            });
        }
        let features = self.checked_features(request)?;
        let log_dirs = if self.version().has_directory_assignment() {
            request.log_dirs.clone()
        } else {
            Vec::new()
        };
        Ok(RegisterBrokerRecord {
            broker_id: request.broker_id.0,
            incarnation_id: request.incarnation_id,
            end_points,
            features,
            rack: request.rack.as_ref().map(ToString::to_string),
            log_dirs,
            ..RegisterBrokerRecord::default()
        })
    }

    /// Every finalized feature must be in the broker's range; a feature it does not name it has at level 0 only.
    fn checked_features(
        &self,
        request: &BrokerRegistrationRequest,
    ) -> Result<Vec<BrokerFeature>, Refusal> {
        let mut ranges = Vec::with_capacity(request.features.len());
        for feature in &request.features {
            let range = FeatureRange {
                min: feature.min_supported_version,
                max: feature.max_supported_version,
            };
            self.check_feature(&feature.name, range)?;
            ranges.push(BrokerFeature {
                name: feature.name.to_string(),
                min_supported_version: range.min,
                max_supported_version: range.max,
            });
        }
        if !ranges
            .iter()
            .any(|feature| feature.name == features::METADATA_VERSION)
        {
            let message = format!(
                "Request features do not contain '{}'",
                features::METADATA_VERSION
            );
            return Err(Refusal::new(ErrorCode::InvalidRegistration, message));
        }
        let finalized = self.image().finalized_features().map(|(name, _)| name);
        for name in finalized.chain([features::KRAFT_VERSION]) {
            if !ranges.iter().any(|feature| feature.name == name) {
                self.check_feature(name, FeatureRange::DISABLED)?;
            }
        }
        Ok(ranges)
    }

    fn check_feature(&self, name: &str, range: FeatureRange) -> Result<(), Refusal> {
        let finalized = match name {
            features::KRAFT_VERSION => self.settings.kraft_version,
            _ => self.image().feature_level(name),
        };
        if range.contains(finalized) {
            return Ok(());
        }
        let message = format!(
            "Unable to register because the broker does not support finalized version {finalized} of {name}. The \
             broker wants a version between {} and {}, inclusive.",
            range.min, range.max
        );
        Err(Refusal::new(ErrorCode::UnsupportedVersion, message))
    }
}

#[cfg(test)]
#[path = "register_broker_tests.rs"]
mod tests;
