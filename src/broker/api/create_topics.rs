//! CreateTopics (key 19), versions 2 to 7.
//!
//! | version | change |
//! |---|---|
//! | 4 | -1 partitions or replicas means the broker's default |
//! | 5 | compact encoding; the answer tells partitions, replicas and configs; 7: topic id |

use super::{Api, OnController, Versions};
use crate::call::Call;
use crate::reply::Close;
use crate::roles::ControllerRole;
use kalda_metadata::controller::{Chance, CreateTopicsContext};
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::{CreateTopicsRequest, CreateTopicsResponse};

pub(crate) struct CreateTopics;

impl Api for CreateTopics {
    type Request = CreateTopicsRequest;
    type Reply = CreateTopicsResponse;
    const KEY: ApiKey = ApiKey::CreateTopics;
    const VERSIONS: Versions = Versions::of(2, 7);
}

impl OnController for CreateTopics {
    async fn handle(
        call: Call<'_, ControllerRole>,
        request: CreateTopicsRequest,
    ) -> Result<CreateTopicsResponse, Close> {
        let create = move |controller: &mut kalda_metadata::Controller, _| {
            let mut context = CreateTopicsContext {
                chance: Chance {
                    new_id: &mut crate::chance::new_id,
                    draw: &mut crate::chance::below,
                },
                // Without an authorizer everybody may.
                may_describe_configs: &|_| true,
            };
            controller.create_topics(&request, &mut context)
        };
        call.role.decide(create).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{TestNode, text};
    use kalda_protocol::messages::TopicName;
    use kalda_protocol::messages::create_topics_request::{CreatableTopic, CreatableTopicConfig};

    // Gotcha 98.
    #[tokio::test(flavor = "multi_thread")]
    async fn small_segments_are_refused_and_cleanup_may_be_nothing() {
        let node = TestNode::start().await;
        let cases = [
            ("segment.bytes", "1048575", 40),
            ("segment.bytes", "1048576", 0),
            ("cleanup.policy", "", 0),
            ("cleanup.policy", "delete,delete", 0),
            ("cleanup.policy", ",", 40),
            ("cleanup.policy", "none", 40),
        ];
        for (number, (key, value, code)) in cases.into_iter().enumerate() {
            let config = CreatableTopicConfig::default()
                .with_name(text(key))
                .with_value(Some(text(value)));
            let topic = CreatableTopic::default()
                .with_name(TopicName(text(&format!("topic-{number}"))))
                .with_num_partitions(-1)
                .with_replication_factor(-1)
                .with_configs(vec![config]);
            let request = CreateTopicsRequest::default()
                .with_timeout_ms(10_000)
                .with_topics(vec![topic]);
            let created = node.ask(&request, 7).await.topics.remove(0);
            assert_eq!(created.error_code, code, "{key}={value}");
        }
        node.stop().await;
    }
}
