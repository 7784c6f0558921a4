//! What a produce of one partition and 16 KiB costs in this process, and the share of each step: header, preflight, decode,
//! validation, append, answer.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use divan::{Bencher, black_box};
use kalda_disk::RealDisk;
use kalda_log::{Log, LogConfig, OpenLog, Origin};
use kalda_protocol::api::ApiKey;
use kalda_protocol::codec;
use kalda_protocol::frame::{self, RequestHeader};
use kalda_protocol::messages::produce_request::{PartitionProduceData, TopicProduceData};
use kalda_protocol::messages::{ProduceRequest, ProduceResponse, StrBytes, TopicName};
use kalda_protocol::preflight::{self, Budget};
use kalda_records::{AppendBatch, BatchBuilder, BatchSettings, NewRecord, Rules, validate};
use tempfile::TempDir;

const NOW_MS: i64 = 1_700_000_000_000;
const VERSION: i16 = 12;
/// The log begins anew after so many appends, so that the page cache is measured and not the disk behind it.
const APPENDS: usize = 16_384;

fn main() {
    divan::main();
}

/// A request as it comes from a socket, without its length.
fn request() -> Bytes {
    let mut builder = BatchBuilder::new(BatchSettings::default());
    let value = [b'v'; 1010];
    for _ in 0..16 {
        builder.append(&NewRecord {
            timestamp: NOW_MS,
            value: Some(&value),
            ..NewRecord::default()
        });
    }
    let batch = builder.build().expect("the records fit into a batch");
    let partition = PartitionProduceData::default()
        .with_index(3)
        .with_records(Some(batch.to_bytes()));
    let topic = TopicProduceData::default()
        .with_name(TopicName(StrBytes::from_static_str("a-topic")))
        .with_partition_data(vec![partition]);
    let request = ProduceRequest::default()
        .with_acks(-1)
        .with_timeout_ms(30_000)
        .with_topic_data(vec![topic]);
    let header = RequestHeader {
        api: ApiKey::Produce,
        api_version: VERSION,
        correlation_id: 1,
        client_id: Some(StrBytes::from_static_str("producer-1")),
    };
    let frame = frame::request_frame(&header, &request).expect("the request can be encoded");
    frame.slice(frame::LENGTH_BYTES..)
}

fn header(frame: &mut Bytes) -> RequestHeader {
    RequestHeader::read(frame, ApiKey::Produce).expect("a sound header")
}

fn check(body: &[u8]) {
    let budget = Budget::for_frame(body.len());
    let checked = preflight::check(ApiKey::Produce, VERSION, body, budget);
    checked.expect("the body follows its schema");
}

fn decode(body: &mut Bytes) -> ProduceRequest {
    codec::decode(body, VERSION).expect("a sound body")
}

fn records(mut request: ProduceRequest) -> Bytes {
    let topic = request.topic_data.first_mut().expect("one topic");
    let partition = topic.partition_data.first_mut().expect("one partition");
    partition.records.take().expect("records")
}

fn validated(records: Bytes) -> AppendBatch {
    let rules = Rules::default();
    validate(records, &rules, NOW_MS)
        .expect("a sound batch")
        .batch
}

fn answer() -> Bytes {
    let response = ProduceResponse::default();
    frame::response_frame(ApiKey::Produce, VERSION, 1, &response).expect("an answer")
}

/// A log in a directory of its own, begun anew when it has grown.
struct Target {
    _directory: TempDir,
    log: Log,
    left: usize,
}

impl Target {
    fn new() -> Target {
        let directory = tempfile::tempdir().expect("a directory for the benchmark");
        let opened = Log::open(OpenLog {
            disk: Arc::new(RealDisk),
            directory: directory.path().join("t-0"),
            config: LogConfig::default(),
            log_start_offset: 0,
            recovery_point: 0,
            high_watermark: 0,
            clean: true,
            now_ms: NOW_MS,
            jitter_seed: 0,
        });
        Target {
            _directory: directory,
            log: opened.expect("an empty log opens").0,
            left: APPENDS,
        }
    }

    fn append(&mut self, batch: AppendBatch) -> i64 {
        if self.left == 0 {
            *self = Target::new();
        }
        self.left -= 1;
        let appended = self.log.append(batch, Origin::client(0), NOW_MS);
        appended.expect("the disk has room").base_offset
    }
}

#[divan::bench]
fn step_1_header(bencher: Bencher<'_, '_>) {
    let frame = request();
    bencher
        .with_inputs(|| frame.clone())
        .bench_values(|mut frame| header(&mut frame));
}

#[divan::bench]
fn step_2_preflight(bencher: Bencher<'_, '_>) {
    let mut body = request();
    header(&mut body);
    bencher.bench(|| check(black_box(&body)));
}

#[divan::bench]
fn step_3_decode(bencher: Bencher<'_, '_>) {
    let mut body = request();
    header(&mut body);
    bencher
        .with_inputs(|| body.clone())
        .bench_values(|mut body| decode(&mut body));
}

#[divan::bench]
fn step_4_validate(bencher: Bencher<'_, '_>) {
    let mut body = request();
    header(&mut body);
    let records = records(decode(&mut body));
    bencher
        .with_inputs(|| records.clone())
        .bench_values(validated);
}

#[divan::bench(sample_count = 1000, sample_size = 16)]
fn step_5_append(bencher: Bencher<'_, '_>) {
    let mut body = request();
    header(&mut body);
    let batch = validated(records(decode(&mut body)));
    let mut target = Target::new();
    bencher
        .with_inputs(|| batch.clone())
        .bench_local_values(|batch| target.append(batch));
}

#[divan::bench]
fn step_6_answer(bencher: Bencher<'_, '_>) {
    bencher.bench(answer);
}

#[divan::bench(sample_count = 1000, sample_size = 16)]
fn whole(bencher: Bencher<'_, '_>) {
    // As it comes from a socket: a buffer of its own.
    let frame = request();
    let mut target = Target::new();
    bencher
        .with_inputs(|| BytesMut::from(&frame[..]).freeze())
        .bench_local_values(|mut frame| {
            header(&mut frame);
            check(&frame);
            let records = records(decode(&mut frame));
            (target.append(validated(records)), answer())
        });
}
