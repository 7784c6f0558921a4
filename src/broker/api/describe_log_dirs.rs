//! DescribeLogDirs (key 35), versions 1 to 5: the log directories and the replicas in them.
//!
//! | version | change |
//! |---|---|
//! | 3 | top-level error; 4: total and usable bytes; 5: cordoned flag |

use super::{Api, OnBroker, Versions};
use crate::call::Call;
use crate::replicas::DirectoryUse;
use crate::reply::Close;
use crate::roles::BrokerRole;
use kalda_protocol::ErrorCode;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::describe_log_dirs_response::{
    DescribeLogDirsPartition, DescribeLogDirsResult, DescribeLogDirsTopic,
};
use kalda_protocol::messages::{
    DescribeLogDirsRequest, DescribeLogDirsResponse, StrBytes, TopicName,
};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) struct DescribeLogDirs;

impl Api for DescribeLogDirs {
    type Request = DescribeLogDirsRequest;
    type Reply = DescribeLogDirsResponse;
    const KEY: ApiKey = ApiKey::DescribeLogDirs;
    const VERSIONS: Versions = Versions::of(1, 5);
}

impl OnBroker for DescribeLogDirs {
    async fn handle(
        call: Call<'_, BrokerRole>,
        request: DescribeLogDirsRequest,
    ) -> Result<DescribeLogDirsResponse, Close> {
        let wanted: Option<BTreeSet<(&str, i32)>> = request.topics.as_ref().map(|topics| {
            let named = topics.iter();
            let pairs = named.flat_map(|topic| {
                topic
                    .partitions
                    .iter()
                    .map(|index| (topic.topic.as_str(), *index))
            });
            pairs.collect()
        });
        let directories = call.role.replicas.directories();
        let results = directories.into_iter().map(|directory| {
            result(directory, |topic, index| {
                wanted
                    .as_ref()
                    .is_none_or(|wanted| wanted.contains(&(topic, index)))
            })
        });
        Ok(DescribeLogDirsResponse::default().with_results(results.collect()))
    }
}

fn result(directory: DirectoryUse, wanted: impl Fn(&str, i32) -> bool) -> DescribeLogDirsResult {
    let result =
        DescribeLogDirsResult::default().with_log_dir(StrBytes::from_string(directory.path));
    let Some((total_bytes, usable_bytes)) = directory.space else {
        return result.with_error_code(ErrorCode::KafkaStorageError.code());
    };
    let mut topics: BTreeMap<String, Vec<DescribeLogDirsPartition>> = BTreeMap::new();
    for replica in directory.replicas {
        if wanted(&replica.topic, replica.partition) {
            let partition = DescribeLogDirsPartition::default()
                .with_partition_index(replica.partition)
                .with_partition_size(i64::try_from(replica.bytes).unwrap_or(i64::MAX));
            topics
                .entry(replica.topic.to_string())
                .or_default()
                .push(partition);
        }
    }
    let topics = topics.into_iter().map(|(name, partitions)| {
        DescribeLogDirsTopic::default()
            .with_name(TopicName(StrBytes::from_string(name)))
            .with_partitions(partitions)
    });
    result
        .with_topics(topics.collect())
        .with_total_bytes(i64::try_from(total_bytes).unwrap_or(i64::MAX))
        .with_usable_bytes(i64::try_from(usable_bytes).unwrap_or(i64::MAX))
}
