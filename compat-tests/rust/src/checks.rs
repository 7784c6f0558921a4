//! What rdkafka sees: administration, producers and consumers by assignment.

use std::fmt::Debug;
use std::time::{Duration, Instant};

use rdkafka::Offset;
use rdkafka::admin::{AdminClient, AdminOptions, AlterConfig, NewPartitions, NewTopic, ResourceSpecifier, TopicReplication};
use rdkafka::client::DefaultClientContext;
use rdkafka::config::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::message::{Header, Headers, Message, OwnedHeaders};
use rdkafka::topic_partition_list::TopicPartitionList;
use rdkafka::types::RDKafkaErrorCode;

use crate::{Failure, Sent, consume, produce, producer};

const TIMEOUT: Duration = Duration::from_secs(30);
const CODECS: [&str; 5] = ["none", "gzip", "snappy", "lz4", "zstd"];

struct Suite {
    bootstrap: String,
    admin: AdminClient<DefaultClientContext>,
    reader: BaseConsumer,
}

/// Runs every check, prints each with its time, and fails when one did.
pub async fn run(bootstrap: &str) -> Result<(), Failure> {
    let mut config = ClientConfig::new();
    config.set("bootstrap.servers", bootstrap).set("group.id", "never-joined");
    let suite = Suite { bootstrap: bootstrap.to_owned(), admin: config.create()?, reader: config.create()? };
    let mut failed = 0;
    macro_rules! check {
        ($sentence:literal, $run:ident) => {
            let started = Instant::now();
            let outcome = suite.$run().await;
            let word = if outcome.is_ok() { "ok   " } else { "FAIL " };
            println!("  {word} {} ({:.1} s)", $sentence, started.elapsed().as_secs_f64());
            if let Err(failure) = outcome {
                failed += 1;
                println!("        | {failure}");
            }
        };
    }
    check!("the cluster names its one broker", the_cluster_names_its_broker);
    check!("topics are created, refused and deleted", topics_are_created_refused_and_deleted);
    check!("partitions are added", partitions_are_added);
    check!("configs are described and replaced", configs_are_described_and_replaced);
    check!("every codec comes back with keys, headers and times", every_codec_comes_back);
    check!("an idempotent producer keeps order over small batches", an_idempotent_producer_keeps_order);
    check!("offsets are found by time", offsets_are_found_by_time);
    check!("records are deleted up to an offset", records_are_deleted);
    check!("a record over the limit of the topic is refused", a_large_record_is_refused);
    println!("  {failed} failed");
    if failed == 0 { Ok(()) } else { Err("some checks failed".into()) }
}

fn same<T: PartialEq + Debug>(what: &str, expected: T, actual: T) -> Result<(), Failure> {
    if expected == actual { Ok(()) } else { Err(format!("{what}: expected {expected:?}, got {actual:?}").into()) }
}

fn lines(range: std::ops::Range<u32>) -> Vec<Sent> {
    range.map(|n| Sent { value: n.to_string().into_bytes(), ..Sent::default() }).collect()
}

impl Suite {
    /// Creates a topic and waits until the broker knows its partitions.
    async fn create(&self, name: &str, partitions: i32, config: &[(&str, &str)]) -> Result<(), Failure> {
        let mut topic = NewTopic::new(name, partitions, TopicReplication::Fixed(1));
        for (key, value) in config {
            topic = topic.set(key, value);
        }
        for answer in self.admin.create_topics([&topic], &AdminOptions::new()).await? {
            answer.map_err(|(topic, code)| format!("{topic}: {code}"))?;
        }
        self.partitions_become(name, partitions.try_into()?).await
    }

    async fn partitions_become(&self, topic: &str, count: usize) -> Result<(), Failure> {
        let deadline = Instant::now() + TIMEOUT;
        while self.reader.fetch_metadata(Some(topic), TIMEOUT)?.topics()[0].partitions().len() != count {
            if Instant::now() > deadline {
                return Err(format!("{topic} did not come to {count} partitions").into());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }

    async fn the_cluster_names_its_broker(&self) -> Result<(), Failure> {
        let metadata = self.reader.fetch_metadata(None, TIMEOUT)?;
        let brokers: Vec<String> = metadata.brokers().iter().map(|b| format!("{} {}:{}", b.id(), b.host(), b.port())).collect();
        same("brokers", vec![format!("1 {}", self.bootstrap)], brokers)?;
        same("cluster id", Some("4L6g3nShT-eMCtK--X86sw".to_owned()), self.admin.inner().fetch_cluster_id(TIMEOUT))
    }

    async fn topics_are_created_refused_and_deleted(&self) -> Result<(), Failure> {
        self.create("made", 3, &[]).await?;
        let wanted = [("made", 1, 1), ("bad/name", 1, 1), ("too-many-copies", 1, 3), ("no-partitions", 0, 1)];
        let topics: Vec<NewTopic> = wanted.iter().map(|(name, n, copies)| NewTopic::new(name, *n, TopicReplication::Fixed(*copies))).collect();
        let answers = self.admin.create_topics(&topics, &AdminOptions::new()).await?;
        let codes: Vec<Option<RDKafkaErrorCode>> = answers.into_iter().map(|answer| answer.err().map(|(_, code)| code)).collect();
        same(
            "answers",
            vec![
                Some(RDKafkaErrorCode::TopicAlreadyExists),
                Some(RDKafkaErrorCode::InvalidTopic),
                Some(RDKafkaErrorCode::InvalidReplicationFactor),
                Some(RDKafkaErrorCode::InvalidPartitions),
            ],
            codes,
        )?;
        let answers = self.admin.delete_topics(&["made", "absent"], &AdminOptions::new()).await?;
        let codes: Vec<Option<RDKafkaErrorCode>> = answers.into_iter().map(|answer| answer.err().map(|(_, code)| code)).collect();
        same("answers to delete", vec![None, Some(RDKafkaErrorCode::UnknownTopicOrPartition)], codes)
    }

    async fn partitions_are_added(&self) -> Result<(), Failure> {
        self.create("growing", 1, &[]).await?;
        for answer in self.admin.create_partitions([&NewPartitions::new("growing", 4)], &AdminOptions::new()).await? {
            answer.map_err(|(topic, code)| format!("{topic}: {code}"))?;
        }
        self.partitions_become("growing", 4).await
    }

    async fn config(&self, topic: &str, key: &str) -> Result<Option<String>, Failure> {
        let resources = [ResourceSpecifier::Topic(topic)];
        let mut answers = self.admin.describe_configs(&resources, &AdminOptions::new()).await?;
        let described = answers.remove(0)?;
        Ok(described.get(key).and_then(|entry| entry.value.clone()))
    }

    async fn configs_are_described_and_replaced(&self) -> Result<(), Failure> {
        self.create("configured", 1, &[("retention.ms", "7200000")]).await?;
        same("retention.ms", Some("7200000".to_owned()), self.config("configured", "retention.ms").await?)?;
        let change = AlterConfig::new(ResourceSpecifier::Topic("configured")).set("cleanup.policy", "compact");
        for answer in self.admin.alter_configs([&change], &AdminOptions::new()).await? {
            answer.map_err(|(resource, code)| format!("{resource:?}: {code}"))?;
        }
        let deadline = Instant::now() + TIMEOUT;
        while self.config("configured", "cleanup.policy").await?.as_deref() != Some("compact") {
            if Instant::now() > deadline {
                return Err("the change did not take effect".into());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        same("retention.ms", Some("604800000".to_owned()), self.config("configured", "retention.ms").await?)
    }

    async fn every_codec_comes_back(&self) -> Result<(), Failure> {
        for codec in CODECS {
            let topic = format!("codec-{codec}");
            self.create(&topic, 1, &[]).await?;
            let sent: Vec<Sent> = (0..5000_u32)
                .map(|n| Sent {
                    key: Some(format!("k{n}").into_bytes()),
                    value: n.to_string().repeat((n % 50) as usize).into_bytes(),
                    timestamp: Some(1_700_000_000_000 + i64::from(n)),
                    headers: Some(
                        OwnedHeaders::new()
                            .insert(Header { key: "n", value: Some(&n.to_string()) })
                            .insert(Header { key: "n", value: None::<&str> }),
                    ),
                })
                .collect();
            let offsets = produce(&producer(&self.bootstrap, &[("compression.type", codec)])?, &topic, 0, &sent).await?;
            same("offsets", (0..5000).collect::<Vec<i64>>(), offsets)?;
            for (sent, got) in sent.iter().zip(consume(&self.bootstrap, &topic, 0, Offset::Beginning, sent.len())?) {
                same("key", sent.key.as_deref(), got.key())?;
                same("value", sent.value.as_slice(), got.payload().unwrap_or_default())?;
                same("timestamp", sent.timestamp, got.timestamp().to_millis())?;
                let headers = |all: &OwnedHeaders| all.iter().map(|h| (h.key.to_owned(), h.value.map(<[u8]>::to_vec))).collect::<Vec<_>>();
                same("headers", sent.headers.as_ref().map(headers), got.headers().map(headers))?;
            }
        }
        Ok(())
    }

    async fn an_idempotent_producer_keeps_order(&self) -> Result<(), Failure> {
        self.create("ordered", 1, &[]).await?;
        let writer = producer(&self.bootstrap, &[("batch.num.messages", "10"), ("linger.ms", "0")])?;
        let offsets = produce(&writer, "ordered", 0, &lines(0..5000)).await?;
        same("offsets", (0..5000).collect::<Vec<i64>>(), offsets)?;
        let got = consume(&self.bootstrap, "ordered", 0, Offset::Beginning, 5000)?;
        let values: Vec<Vec<u8>> = got.iter().map(|message| message.payload().unwrap_or_default().to_vec()).collect();
        same("values", lines(0..5000).into_iter().map(|sent| sent.value).collect(), values)
    }

    async fn offsets_are_found_by_time(&self) -> Result<(), Failure> {
        self.create("listed", 1, &[]).await?;
        let sent: Vec<Sent> = [1, 5, 3]
            .iter()
            .map(|second| Sent { value: b"x".to_vec(), timestamp: Some(1_700_000_000_000 + 1000 * second), ..Sent::default() })
            .collect();
        produce(&producer(&self.bootstrap, &[])?, "listed", 0, &sent).await?;
        let mut times = TopicPartitionList::new();
        times.add_partition_offset("listed", 0, Offset::Offset(1_700_000_002_000))?;
        let found = self.reader.offsets_for_times(times, TIMEOUT)?;
        same("offset after the time", Offset::Offset(1), found.elements()[0].offset())?;
        same("watermarks", (0, 3), self.reader.fetch_watermarks("listed", 0, TIMEOUT)?)
    }

    async fn records_are_deleted(&self) -> Result<(), Failure> {
        self.create("trimmed", 1, &[]).await?;
        produce(&producer(&self.bootstrap, &[])?, "trimmed", 0, &lines(0..10)).await?;
        let mut before = TopicPartitionList::new();
        before.add_partition_offset("trimmed", 0, Offset::Offset(6))?;
        let answer = self.admin.delete_records(&before, &AdminOptions::new()).await?;
        same("low watermark", Offset::Offset(6), answer.elements()[0].offset())?;
        same("watermarks", (6, 10), self.reader.fetch_watermarks("trimmed", 0, TIMEOUT)?)
    }

    async fn a_large_record_is_refused(&self) -> Result<(), Failure> {
        self.create("narrow", 1, &[("max.message.bytes", "1000")]).await?;
        let large = [Sent { value: vec![b'x'; 5000], ..Sent::default() }];
        match produce(&producer(&self.bootstrap, &[])?, "narrow", 0, &large).await {
            Ok(offsets) => Err(format!("it was accepted at {offsets:?}").into()),
            Err(refusal) if refusal.to_string().contains("MessageSizeTooLarge") => Ok(()),
            Err(other) => Err(other),
        }
    }
}
