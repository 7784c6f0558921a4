//! What reading a request costs: the header, the preflight, and decoding.
//!
//! The preflight has to cost less than the decoding that it protects.

use bytes::{Bytes, BytesMut};
use divan::{Bencher, black_box};
use kalda_protocol::api::ApiKey;
use kalda_protocol::codec::{decode, encode};
use kalda_protocol::frame::RequestHeader;
use kalda_protocol::messages::fetch_request::{FetchPartition, FetchTopic};
use kalda_protocol::messages::metadata_request::MetadataRequestTopic;
use kalda_protocol::messages::produce_request::{PartitionProduceData, TopicProduceData};
use kalda_protocol::messages::{
    Encodable, FetchRequest, Message, MetadataRequest, ProduceRequest, Request, StrBytes, TopicName,
};
use kalda_protocol::preflight::{Budget, check};
use uuid::Uuid;

/// A request and its version.
struct Subject<R> {
    request: R,
    version: i16,
}

fn name(index: usize) -> TopicName {
    StrBytes::from_string(format!("a-topic-of-some-length-{index}")).into()
}

fn id(index: usize) -> Uuid {
    Uuid::from_u128(index as u128 + 1000)
}

/// One topic, one partition, one batch of 16 KiB.
fn produce(version: i16) -> Subject<ProduceRequest> {
    let partition =
        PartitionProduceData::default().with_records(Some(Bytes::from(vec![7; 16 * 1024])));
    let topic = TopicProduceData::default()
        .with_name(name(0))
        .with_partition_data(vec![partition]);
    let request = ProduceRequest::default()
        .with_acks(-1)
        .with_topic_data(vec![topic]);
    Subject { request, version }
}

/// Ten topics with a hundred partitions each.
fn fetch(version: i16) -> Subject<FetchRequest> {
    let partitions = vec![FetchPartition::default().with_partition_max_bytes(1 << 20); 100];
    let topics = (0..10).map(|index| {
        let topic = FetchTopic::default().with_partitions(partitions.clone());
        if version >= 13 {
            topic.with_topic_id(id(index))
        } else {
            topic.with_topic(name(index))
        }
    });
    Subject {
        request: FetchRequest::default().with_topics(topics.collect()),
        version,
    }
}

/// A hundred topics by name.
fn metadata(version: i16) -> Subject<MetadataRequest> {
    let topics = (0..100).map(|index| MetadataRequestTopic::default().with_name(Some(name(index))));
    Subject {
        request: MetadataRequest::default().with_topics(Some(topics.collect())),
        version,
    }
}

impl<R: Request + Sync> Subject<R> {
    fn api(&self) -> ApiKey {
        ApiKey::from_id(R::KEY).expect("an API of Kafka")
    }

    fn body(&self) -> Bytes {
        encoded(&self.request, self.version)
    }

    fn bench_header(&self, bencher: Bencher<'_, '_>) {
        let header = RequestHeader {
            api: self.api(),
            api_version: self.version,
            correlation_id: 1,
            client_id: Some(StrBytes::from_static_str("a-client")),
        };
        let mut frame = BytesMut::new();
        header.write(&mut frame).expect("a short client id");
        frame.extend_from_slice(&self.body());
        let frame = frame.freeze();
        bencher.bench(|| RequestHeader::read(&mut black_box(&frame).clone(), header.api));
    }

    fn bench_preflight(&self, bencher: Bencher<'_, '_>) {
        let body = self.body();
        let budget = Budget::for_frame(body.len());
        check(self.api(), self.version, &body, budget).expect("a valid request");
        bencher.bench(|| check(self.api(), self.version, black_box(&body), budget));
    }

    fn bench_decode(&self, bencher: Bencher<'_, '_>) {
        let body = self.body();
        bencher.bench(|| decode::<R>(&mut black_box(&body).clone(), self.version));
    }
}

fn encoded<M: Message + Encodable>(message: &M, version: i16) -> Bytes {
    let mut buffer = BytesMut::new();
    encode(message, version, &mut buffer).expect("a message that can be encoded");
    buffer.freeze()
}

macro_rules! benches {
    ($($module:ident $subject:expr;)*) => {
        $(
            mod $module {
                use super::*;

                #[divan::bench]
                fn header(bencher: Bencher<'_, '_>) {
                    $subject.bench_header(bencher);
                }

                #[divan::bench]
                fn preflight(bencher: Bencher<'_, '_>) {
                    $subject.bench_preflight(bencher);
                }

                #[divan::bench]
                fn decode(bencher: Bencher<'_, '_>) {
                    $subject.bench_decode(bencher);
                }
            }
        )*
    };
}

benches! {
    produce_v9_1x1 produce(9);
    produce_v12_1x1 produce(12);
    fetch_v12_10x100 fetch(12);
    fetch_v17_10x100 fetch(17);
    metadata_v12_100 metadata(12);
}

fn main() {
    divan::main();
}
