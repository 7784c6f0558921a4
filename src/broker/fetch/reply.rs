//! The Fetch response, written by hand: record payloads stay in their files.
//!
//! The generated encoder copies every payload into the response; this one cuts the response around them. One message, so
//! its layout is spelled out here for versions 4 to 18 and checked against the generated codec in the tests.

use crate::reply::{Close, IntoOutcome, Outcome, Segment};
use bytes::{BufMut, BytesMut};
use kalda_protocol::EncodeError;
use kalda_protocol::ErrorCode;
use kalda_protocol::frame::{self, LENGTH_BYTES, RequestHeader};
use std::sync::Arc;
use uuid::Uuid;

/// The answer to a Fetch.
#[derive(Debug, Default)]
pub(crate) struct FetchReply {
    /// `throttle_time_ms`
    pub(crate) throttle_time_ms: i32,
    /// Top-level error: sessions only.
    pub(crate) error: ErrorCode,
    /// Session id, 0 for none.
    pub(crate) session_id: i32,
    /// Partitions, in the order of serving.
    pub(crate) partitions: Vec<PartitionReply>,
    /// Where current leaders named in `partitions` listen.
    pub(crate) endpoints: Vec<NodeEndpoint>,
}

/// The answer for one partition.
#[derive(Debug)]
pub(crate) struct PartitionReply {
    /// Topic name; used up to version 12.
    pub(crate) topic: Arc<str>,
    /// Topic id; used from version 13 on.
    pub(crate) topic_id: Uuid,
    /// Partition number.
    pub(crate) partition: i32,
    /// Error of this partition.
    pub(crate) error: ErrorCode,
    /// High watermark, -1 with an error.
    pub(crate) high_watermark: i64,
    /// Last stable offset, -1 if unknown.
    pub(crate) last_stable_offset: i64,
    /// First offset kept, -1 if unknown.
    pub(crate) log_start_offset: i64,
    /// Where the reader's log went another way: epoch and its end offset.
    pub(crate) diverging_epoch: Option<(i32, i64)>,
    /// Who leads, and in which epoch.
    pub(crate) current_leader: Option<(i32, i32)>,
    /// The snapshot to fetch instead: end offset and epoch.
    pub(crate) snapshot_id: Option<(i64, i32)>,
    /// Aborted transactions as (producer id, first offset); `None` unless reading committed.
    pub(crate) aborted: Option<Vec<(i64, i64)>>,
    /// The follower to read from, -1 for none.
    pub(crate) preferred_read_replica: i32,
    /// Record batches.
    pub(crate) records: Vec<Segment>,
}

/// Where a broker listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NodeEndpoint {
    /// Broker id.
    pub(crate) node_id: i32,
    /// Host.
    pub(crate) host: String,
    /// Port.
    pub(crate) port: i32,
    /// Rack.
    pub(crate) rack: Option<String>,
}

impl PartitionReply {
    /// An answer that is an error and no data.
    pub(crate) fn failed(
        (topic, topic_id): (Arc<str>, Uuid),
        partition: i32,
        error: ErrorCode,
    ) -> PartitionReply {
        PartitionReply {
            topic,
            topic_id,
            partition,
            error,
            high_watermark: -1,
            last_stable_offset: -1,
            log_start_offset: -1,
            diverging_epoch: None,
            current_leader: None,
            snapshot_id: None,
            aborted: None,
            preferred_read_replica: -1,
            records: Vec::new(),
        }
    }

    /// Whoever names a topic by id is told that the id is unknown.
    pub(crate) fn name_error_by_id(&mut self) {
        if self.error == ErrorCode::UnknownTopicOrPartition {
            self.error = ErrorCode::UnknownTopicId;
        }
    }

    /// Bytes of records.
    pub(crate) fn record_bytes(&self) -> usize {
        self.records.iter().map(Segment::len).sum()
    }
}

impl IntoOutcome for FetchReply {
    fn into_outcome(self, header: &RequestHeader) -> Outcome {
        let mut writer = Writer::new(header);
        match writer.reply(self).and_then(|()| writer.finish()) {
            Ok(segments) => Outcome::Answer(segments),
            Err(error) => Outcome::Close(Close::Encode(error)),
        }
    }
}

/// Cuts the response into bytes of its own and file ranges.
struct Writer {
    version: i16,
    flexible: bool,
    head: BytesMut,
    segments: Vec<Segment>,
    length: usize,
}

impl Writer {
    fn new(header: &RequestHeader) -> Writer {
        let version = header.api_version;
        let mut head = BytesMut::with_capacity(256);
        head.put_i32(0);
        frame::write_response_header(&mut head, header.api, version, header.correlation_id);
        Writer {
            version,
            flexible: header.api.is_flexible(version),
            head,
            segments: Vec::new(),
            length: 0,
        }
    }

    fn reply(&mut self, reply: FetchReply) -> Result<(), EncodeError> {
        self.head.put_i32(reply.throttle_time_ms);
        if self.version >= 7 {
            self.head.put_i16(reply.error.code());
            self.head.put_i32(reply.session_id);
        }
        let mut topics: Vec<Vec<PartitionReply>> = Vec::new();
        for partition in reply.partitions {
            match topics.last_mut() {
                Some(topic) if same_topic(topic, &partition) => topic.push(partition),
                Some(_) | None => topics.push(vec![partition]),
            }
        }
        self.array_length(topics.len())?;
        for topic in topics {
            self.topic(topic)?;
        }
        if self.flexible {
            self.endpoints(&reply.endpoints)?;
        }
        Ok(())
    }

    fn topic(&mut self, partitions: Vec<PartitionReply>) -> Result<(), EncodeError> {
        if let Some(first) = partitions.first() {
            if self.version >= 13 {
                self.head.put_slice(first.topic_id.as_bytes());
            } else {
                let name = Arc::clone(&first.topic);
                self.string(&name)?;
            }
        }
        self.array_length(partitions.len())?;
        for partition in partitions {
            self.partition(partition)?;
        }
        self.no_tags();
        Ok(())
    }

    fn partition(&mut self, partition: PartitionReply) -> Result<(), EncodeError> {
        self.head.put_i32(partition.partition);
        self.head.put_i16(partition.error.code());
        self.head.put_i64(partition.high_watermark);
        self.head.put_i64(partition.last_stable_offset);
        if self.version >= 5 {
            self.head.put_i64(partition.log_start_offset);
        }
        self.aborted(partition.aborted.as_deref())?;
        if self.version >= 11 {
            self.head.put_i32(partition.preferred_read_replica);
        }
        let bytes = partition.record_bytes();
        if self.flexible {
            self.varint(compact(bytes)?);
        } else {
            self.head.put_i32(fits(bytes)?);
        }
        for segment in partition.records {
            self.payload(segment);
        }
        if self.flexible {
            self.partition_tags(
                partition.diverging_epoch,
                partition.current_leader,
                partition.snapshot_id,
            );
        }
        Ok(())
    }

    fn aborted(&mut self, aborted: Option<&[(i64, i64)]>) -> Result<(), EncodeError> {
        let Some(aborted) = aborted else {
            match self.flexible {
                true => self.head.put_u8(0),
                false => self.head.put_i32(-1),
            }
            return Ok(());
        };
        self.array_length(aborted.len())?;
        for (producer_id, first_offset) in aborted {
            self.head.put_i64(*producer_id);
            self.head.put_i64(*first_offset);
            self.no_tags();
        }
        Ok(())
    }

    /// Tags 0 to 2; each is an epoch and an offset, in this or the other order, and the end of its own tags.
    fn partition_tags(
        &mut self,
        diverging: Option<(i32, i64)>,
        leader: Option<(i32, i32)>,
        snapshot: Option<(i64, i32)>,
    ) {
        let present = [diverging.is_some(), leader.is_some(), snapshot.is_some()];
        let count = present.into_iter().filter(|present| *present).count();
        self.head.put_u8(u8::try_from(count).unwrap_or_default());
        if let Some((epoch, end_offset)) = diverging {
            self.head.put_slice(&[0, 13]);
            self.head.put_i32(epoch);
            self.head.put_i64(end_offset);
            self.head.put_u8(0);
        }
        if let Some((leader, epoch)) = leader {
            self.head.put_slice(&[1, 9]);
            self.head.put_i32(leader);
            self.head.put_i32(epoch);
            self.head.put_u8(0);
        }
        if let Some((end_offset, epoch)) = snapshot {
            self.head.put_slice(&[2, 13]);
            self.head.put_i64(end_offset);
            self.head.put_i32(epoch);
            self.head.put_u8(0);
        }
    }

    /// The tags of the whole response: tag 0 lists endpoints, from version 16 on.
    fn endpoints(&mut self, endpoints: &[NodeEndpoint]) -> Result<(), EncodeError> {
        if endpoints.is_empty() || self.version < 16 {
            self.head.put_u8(0);
            return Ok(());
        }
        let outer = std::mem::take(&mut self.head);
        self.array_length(endpoints.len())?;
        for endpoint in endpoints {
            self.head.put_i32(endpoint.node_id);
            self.string(&endpoint.host)?;
            self.head.put_i32(endpoint.port);
            match &endpoint.rack {
                Some(rack) => self.string(rack)?,
                None => self.head.put_u8(0),
            }
            self.head.put_u8(0);
        }
        let tag = std::mem::replace(&mut self.head, outer);
        self.head.put_slice(&[1, 0]);
        self.varint(fits(tag.len())?.unsigned_abs());
        self.head.put_slice(&tag);
        Ok(())
    }

    fn payload(&mut self, segment: Segment) {
        let head = self.head.split().freeze();
        self.push(Segment::Bytes(head));
        self.push(segment);
    }

    fn push(&mut self, segment: Segment) {
        self.length += segment.len();
        self.segments.push(segment);
    }

    fn finish(mut self) -> Result<Vec<Segment>, EncodeError> {
        let tail = self.head.split().freeze();
        self.push(Segment::Bytes(tail));
        let length = fits(self.length.saturating_sub(LENGTH_BYTES))?.to_be_bytes();
        if let Some(Segment::Bytes(first)) = self.segments.first_mut() {
            let mut start = BytesMut::from(std::mem::take(first));
            if let Some(place) = start.first_chunk_mut() {
                *place = length;
            }
            *first = start.freeze();
        }
        Ok(self.segments)
    }

    fn string(&mut self, text: &str) -> Result<(), EncodeError> {
        match self.flexible {
            true => self.varint(compact(text.len())?),
            false => self
                .head
                .put_i16(i16::try_from(text.len()).map_err(|_| EncodeError::TooLong(text.len()))?),
        }
        self.head.put_slice(text.as_bytes());
        Ok(())
    }

    fn array_length(&mut self, count: usize) -> Result<(), EncodeError> {
        match self.flexible {
            true => self.varint(compact(count)?),
            false => self.head.put_i32(fits(count)?),
        }
        Ok(())
    }

    fn no_tags(&mut self) {
        if self.flexible {
            self.head.put_u8(0);
        }
    }

    fn varint(&mut self, mut value: u32) {
        while value > 0x7f {
            let low = value.to_le_bytes().first().copied().unwrap_or_default();
            self.head.put_u8(low | 0x80);
            value >>= 7;
        }
        self.head
            .put_u8(value.to_le_bytes().first().copied().unwrap_or_default());
    }
}

fn same_topic(topic: &[PartitionReply], next: &PartitionReply) -> bool {
    topic
        .first()
        .is_some_and(|first| first.topic_id == next.topic_id && first.topic == next.topic)
}

/// A length as non-flexible versions write it.
fn fits(length: usize) -> Result<i32, EncodeError> {
    i32::try_from(length).map_err(|_| EncodeError::TooLong(length))
}

/// A length as flexible versions write it: one more, so that 0 can mean null.
fn compact(length: usize) -> Result<u32, EncodeError> {
    Ok(fits(length)?.unsigned_abs() + 1)
}

#[cfg(test)]
#[path = "reply_tests.rs"]
mod tests;
