//! One client program on rdkafka. Partitions are assigned: no group is joined.
//!
//! ```text
//! client produce BOOTSTRAP TOPIC PARTITION CODEC   standard input: one record a line
//! client consume BOOTSTRAP TOPIC PARTITION COUNT   standard output: the values
//! client checks BOOTSTRAP                          this folder's own checks
//! ```

mod checks;

use std::error::Error;
use std::io::{BufRead, Write};
use std::time::Duration;

use rdkafka::config::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::message::{Message, OwnedMessage};
use rdkafka::producer::{FutureProducer, FutureRecord};
use rdkafka::{Offset, TopicPartitionList};

pub type Failure = Box<dyn Error + Send + Sync>;

const TIMEOUT: Duration = Duration::from_secs(60);

/// What a check or command sends: a value, and what may come with it.
#[derive(Clone, Default)]
pub struct Sent {
    pub key: Option<Vec<u8>>,
    pub value: Vec<u8>,
    pub timestamp: Option<i64>,
    pub headers: Option<rdkafka::message::OwnedHeaders>,
}

pub fn producer(bootstrap: &str, settings: &[(&str, &str)]) -> Result<FutureProducer, Failure> {
    let mut config = ClientConfig::new();
    config
        .set("bootstrap.servers", bootstrap)
        .set("enable.idempotence", "true")
        .set("linger.ms", "20")
        .set("message.timeout.ms", "60000")
        .set("queue.buffering.max.messages", "1000000");
    for (key, value) in settings {
        config.set(*key, *value);
    }
    Ok(config.create()?)
}

/// Sends all and gives their offsets in the order of sending.
pub async fn produce(producer: &FutureProducer, topic: &str, partition: i32, all: &[Sent]) -> Result<Vec<i64>, Failure> {
    let mut waiting = Vec::with_capacity(all.len());
    for sent in all {
        let mut record = FutureRecord::<[u8], [u8]>::to(topic).partition(partition).payload(&sent.value);
        record.key = sent.key.as_deref();
        record.timestamp = sent.timestamp;
        record.headers = sent.headers.clone();
        waiting.push(producer.send_result(record).map_err(|(refused, _)| refused)?);
    }
    let mut offsets = Vec::with_capacity(all.len());
    for delivery in waiting {
        offsets.push(delivery.await?.map_err(|(failure, _)| failure)?.offset);
    }
    Ok(offsets)
}

/// Gives `count` records of one partition from `start` on.
pub fn consume(bootstrap: &str, topic: &str, partition: i32, start: Offset, count: usize) -> Result<Vec<OwnedMessage>, Failure> {
    let consumer: BaseConsumer = ClientConfig::new()
        .set("bootstrap.servers", bootstrap)
        .set("group.id", "never-joined")
        .set("enable.auto.commit", "false")
        .set("auto.offset.reset", "error")
        .set("check.crcs", "true")
        .create()?;
    let mut wanted = TopicPartitionList::new();
    wanted.add_partition_offset(topic, partition, start)?;
    consumer.assign(&wanted)?;
    let mut got = Vec::with_capacity(count);
    while got.len() < count {
        match consumer.poll(TIMEOUT) {
            Some(message) => got.push(message?.detach()),
            None => return Err(format!("{} of {count} records came within {TIMEOUT:?}", got.len()).into()),
        }
    }
    Ok(got)
}

async fn produce_lines(bootstrap: &str, topic: &str, partition: i32, codec: &str) -> Result<(), Failure> {
    let lines: Result<Vec<Sent>, std::io::Error> =
        std::io::stdin().lock().split(b'\n').map(|line| Ok(Sent { value: line?, ..Sent::default() })).collect();
    produce(&producer(bootstrap, &[("compression.type", codec)])?, topic, partition, &lines?).await?;
    Ok(())
}

fn consume_lines(bootstrap: &str, topic: &str, partition: i32, count: usize) -> Result<(), Failure> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for message in consume(bootstrap, topic, partition, Offset::Beginning, count)? {
        out.write_all(message.payload().unwrap_or_default())?;
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["checks", bootstrap] => checks::run(bootstrap).await,
        ["produce", bootstrap, topic, partition, codec] => produce_lines(bootstrap, topic, partition.parse()?, codec).await,
        ["consume", bootstrap, topic, partition, count] => consume_lines(bootstrap, topic, partition.parse()?, count.parse()?),
        _ => Err("client produce|consume BOOTSTRAP TOPIC PARTITION CODEC|COUNT, or client checks BOOTSTRAP".into()),
    }
}
