//! DeleteTopics, by name and by id.

use std::collections::{BTreeMap, BTreeSet};

use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::messages::delete_topics_response::DeletableTopicResult;
use kalda_protocol::messages::{DeleteTopicsRequest, DeleteTopicsResponse, StrBytes, TopicName};
use kalda_protocol::metadata_records::{MetadataRecord, RemoveTopicRecord};
use uuid::Uuid;

use super::{Controller, Decision, Refusal};

/// The versions of DeleteTopics below this one have no error code for clusters that forbid deletion.
const FIRST_VERSION_WITH_DISABLED: i16 = 3;

impl Controller {
    /// Deletes topics. Topics are named in `topics` or, by versions below 6, in `topic_names`.
    ///
    /// The order of the answers is the order of names and ids, not of the request: Kafka shuffles them, so that nobody
    /// relies on one.
    pub fn delete_topics(
        &self,
        request: &DeleteTopicsRequest,
        request_version: i16,
    ) -> Decision<DeleteTopicsResponse> {
        if !self.settings.delete_topic_enable {
            return Decision::answer(disabled(request, request_version));
        }
        let mut wanted = Wanted::default();
        for name in &request.topic_names {
            wanted.add_name(name.as_str());
        }
        for topic in &request.topics {
            wanted.add(
                topic.name.as_ref().map(|name| name.as_str()),
                topic.topic_id,
            );
        }
        let deletable = self.resolve(&mut wanted);
        let record = |topic_id: &Uuid| {
            MetadataRecord::RemoveTopic(RemoveTopicRecord {
                topic_id: *topic_id,
            })
        };
        let records = deletable.keys().map(record).collect();
        for (id, name) in &deletable {
            wanted.results.push(result(Some(name), *id));
        }
        Decision::atomic(
            records,
            DeleteTopicsResponse::default().with_responses(wanted.results),
        )
    }

    /// The topics that are there, by id; the others are answered.
    fn resolve(&self, wanted: &mut Wanted) -> BTreeMap<Uuid, String> {
        for name in std::mem::take(&mut wanted.names.more) {
            wanted.refuse(
                Some(&name),
                Uuid::nil(),
                Refusal::new(ErrorCode::InvalidRequest, "Duplicate topic name."),
            );
        }
        for id in wanted.ids.more.clone() {
            wanted.refuse(
                None,
                id,
                Refusal::new(ErrorCode::InvalidRequest, "Duplicate topic id."),
            );
        }
        let mut found = BTreeMap::new();
        for id in std::mem::take(&mut wanted.ids.once) {
            match self.image().topic_by_id(id) {
                Some(topic) => {
                    found.insert(id, topic.name().to_owned());
                }
                None => wanted.refuse(None, id, Refusal::plain(ErrorCode::UnknownTopicId)),
            }
        }
        for name in std::mem::take(&mut wanted.names.once) {
            let Some(id) = self.image().topic(&name).map(|topic| topic.id()) else {
                wanted.refuse(
                    Some(&name),
                    Uuid::nil(),
                    Refusal::plain(ErrorCode::UnknownTopicOrPartition),
                );
                continue;
            };
            if wanted.ids.more.contains(&id) || found.insert(id, name.clone()).is_some() {
                found.remove(&id);
                wanted.ids.more.insert(id);
                let message = "The provided topic name maps to an ID that was already supplied.";
                wanted.refuse(
                    Some(&name),
                    id,
                    Refusal::new(ErrorCode::InvalidRequest, message),
                );
            }
        }
        found
    }
}

/// What a request names, and what has been answered.
#[derive(Default)]
struct Wanted {
    names: Mentions<String>,
    ids: Mentions<Uuid>,
    results: Vec<DeletableTopicResult>,
}

/// What was mentioned once, and what more often.
struct Mentions<T> {
    once: BTreeSet<T>,
    more: BTreeSet<T>,
}

impl<T> Default for Mentions<T> {
    fn default() -> Self {
        Self {
            once: BTreeSet::new(),
            more: BTreeSet::new(),
        }
    }
}

impl<T: Ord + Clone> Mentions<T> {
    fn add(&mut self, mentioned: T) {
        if self.more.contains(&mentioned) || !self.once.insert(mentioned.clone()) {
            self.once.remove(&mentioned);
            self.more.insert(mentioned);
        }
    }
}

impl Wanted {
    fn add_name(&mut self, name: &str) {
        self.names.add(name.to_owned());
    }

    fn add(&mut self, name: Option<&str>, id: Uuid) {
        let message = match (name, id.is_nil()) {
            (Some(name), true) => return self.add_name(name),
            (None, false) => return self.ids.add(id),
            (None, true) => "Neither topic name nor id were specified.",
            (Some(_), false) => "You may not specify both topic name and topic id.",
        };
        self.refuse(name, id, Refusal::new(ErrorCode::InvalidRequest, message));
    }

    fn refuse(&mut self, name: Option<&str>, id: Uuid, refusal: Refusal) {
        let failed = result(name, id)
            .with_error_code(refusal.code.code())
            .with_error_message(refusal.text());
        self.results.push(failed);
    }
}

fn result(name: Option<&str>, id: Uuid) -> DeletableTopicResult {
    let name = name.map(|name| TopicName(StrBytes::from_string(name.to_owned())));
    DeletableTopicResult::default()
        .with_name(name)
        .with_topic_id(id)
        .with_error_message(None)
}

fn disabled(request: &DeleteTopicsRequest, request_version: i16) -> DeleteTopicsResponse {
    let code = if request_version < FIRST_VERSION_WITH_DISABLED {
        ErrorCode::InvalidRequest
    } else {
        ErrorCode::TopicDeletionDisabled
    };
    let named = request
        .topic_names
        .iter()
        .map(|name| (Some(name.as_str()), Uuid::nil()));
    let listed = request.topics.iter().map(|topic| {
        (
            topic.name.as_ref().map(|name| name.as_str()),
            topic.topic_id,
        )
    });
    let failed = |(name, id)| result(name, id).with_error_code(code.code());
    DeleteTopicsResponse::default().with_responses(named.chain(listed).map(failed).collect())
}

#[cfg(test)]
mod tests {
    use kalda_protocol::messages::delete_topics_request::DeleteTopicState;

    use super::*;
    use crate::controller::fixture::{Cluster, counted, settings, topic_name};
    use crate::features::MetadataVersion;

    fn by_name(name: &str) -> DeleteTopicState {
        DeleteTopicState::default().with_name(Some(topic_name(name)))
    }

    fn by_id(id: Uuid) -> DeleteTopicState {
        DeleteTopicState::default()
            .with_name(None)
            .with_topic_id(id)
    }

    fn request(topics: Vec<DeleteTopicState>) -> DeleteTopicsRequest {
        DeleteTopicsRequest::default().with_topics(topics)
    }

    fn answers(
        response: &DeleteTopicsResponse,
    ) -> Vec<(Option<String>, Uuid, i16, Option<String>)> {
        let answer = |result: &DeletableTopicResult| {
            let name = result.name.as_ref().map(|name| name.to_string());
            (
                name,
                result.topic_id,
                result.error_code,
                result.error_message.as_ref().map(ToString::to_string),
            )
        };
        response.responses.iter().map(answer).collect()
    }

    #[test]
    fn a_topic_is_deleted_by_name_or_by_id_and_its_name_is_free_again() {
        let mut cluster = Cluster::with_brokers(&[1]);
        cluster.create(vec![counted("a.a", 1, 1), counted("b", 1, 1)]);
        let (first, second) = (cluster.topic_id("a.a"), cluster.topic_id("b"));
        let decision = cluster
            .controller
            .delete_topics(&request(vec![by_name("a.a"), by_id(second)]), 6);
        let removal = |topic_id| MetadataRecord::RemoveTopic(RemoveTopicRecord { topic_id });
        assert_eq!(decision.records, [removal(first), removal(second)]);
        assert!(decision.atomic);
        let reply = cluster.apply(decision);
        let expected = [
            (Some("a.a".to_owned()), first, 0, None),
            (Some("b".to_owned()), second, 0, None),
        ];
        assert_eq!(answers(&reply), expected);
        cluster.create(vec![counted("a_a", 1, 1)]);
    }

    #[test]
    fn unknown_topics_are_told_by_what_they_were_named_with() {
        let cluster = Cluster::formatted();
        let id = Uuid::from_u128(0x777);
        let reply = cluster
            .controller
            .delete_topics(&request(vec![by_name("a"), by_id(id)]), 6)
            .reply;
        let codes: Vec<_> = answers(&reply)
            .into_iter()
            .map(|(name, id, code, _)| (name, id, code))
            .collect();
        assert_eq!(
            codes,
            [(None, id, 100), (Some("a".to_owned()), Uuid::nil(), 3)]
        );
    }

    #[test]
    fn what_is_named_twice_is_not_deleted() {
        let mut cluster = Cluster::with_brokers(&[1]);
        cluster.create(vec![
            counted("a", 1, 1),
            counted("b", 1, 1),
            counted("c", 1, 1),
        ]);
        let (second, third) = (cluster.topic_id("b"), cluster.topic_id("c"));
        let topics = vec![
            by_name("a"),
            by_name("a"),
            by_id(second),
            by_id(second),
            by_id(third),
            by_name("c"),
        ];
        let decision = cluster.controller.delete_topics(&request(topics), 6);
        assert_eq!(decision.records, []);
        let said: Vec<_> = answers(&decision.reply)
            .into_iter()
            .map(|(_, id, code, message)| (id, code, message.unwrap()))
            .collect();
        let expected = [
            (Uuid::nil(), 42, "Duplicate topic name.".to_owned()),
            (second, 42, "Duplicate topic id.".to_owned()),
            (
                third,
                42,
                "The provided topic name maps to an ID that was already supplied.".to_owned(),
            ),
        ];
        assert_eq!(said, expected);
    }

    #[test]
    fn a_topic_needs_a_name_or_an_id_and_not_both() {
        let cluster = Cluster::formatted();
        let both = by_name("a").with_topic_id(Uuid::from_u128(0x777));
        let reply = cluster
            .controller
            .delete_topics(&request(vec![by_id(Uuid::nil()), both]), 6)
            .reply;
        let said: Vec<_> = answers(&reply)
            .into_iter()
            .filter_map(|(.., message)| message)
            .collect();
        assert_eq!(
            said,
            [
                "Neither topic name nor id were specified.",
                "You may not specify both topic name and topic id."
            ]
        );
    }

    // Gotcha 31.
    #[test]
    fn a_cluster_may_forbid_deletion() {
        let mut own = settings();
        own.delete_topic_enable = false;
        let mut cluster = Cluster::at(MetadataVersion::LATEST, own);
        cluster.start(1);
        cluster.create(vec![counted("a", 1, 1)]);
        let old = DeleteTopicsRequest::default().with_topic_names(vec![topic_name("a")]);
        for (version, code) in [(2, 42), (3, 73)] {
            let decision = cluster.controller.delete_topics(&old, version);
            assert_eq!(decision.records, []);
            assert_eq!(
                answers(&decision.reply),
                [(Some("a".to_owned()), Uuid::nil(), code, None)]
            );
        }
    }
}
