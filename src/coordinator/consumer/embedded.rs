//! The protocol that consumers speak inside of JoinGroup and SyncGroup, as far as the broker has to understand it: what a
//! member of the classic protocol subscribes to and has, and what it is to have.
//!
//! The bytes are a client's. Nothing is allocated that they claim and do not hold.

use std::collections::BTreeMap;

use bytes::{BufMut as _, Bytes, BytesMut};
use kalda_metadata::Image;
use kalda_protocol::messages::consumer_group_heartbeat_request::TopicPartitions;
use uuid::Uuid;

use super::member::Owned;
use crate::assignor::Partitions;

/// The newest version. Later ones only add at the end, so they are read as this one.
const NEWEST: i16 = 3;
/// The first version that says which partitions the member has.
const FIRST_WITH_OWNED: i16 = 1;
/// The first version that says in which generation it got them.
const FIRST_WITH_GENERATION: i16 = 2;
/// The first version that says in which rack the member is.
const FIRST_WITH_RACK: i16 = 3;

/// A consumer's subscription.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Subscription {
    pub(super) topics: Vec<String>,
    /// Partitions by topic name.
    pub(super) owned: Vec<(String, Vec<i32>)>,
    pub(super) rack_id: Option<String>,
}

/// A consumer's share of a generation.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Share {
    pub(super) partitions: Vec<(String, Vec<i32>)>,
    /// Whether the assignor said more than the partitions, which only it understands.
    pub(super) has_user_data: bool,
}

/// Reads a subscription; nothing if it is malformed.
pub(super) fn read_subscription(bytes: &[u8]) -> Option<Subscription> {
    let mut reader = Reader(bytes);
    let version = reader.version()?;
    let mut subscription = Subscription::default();
    for _ in 0..reader.count()? {
        subscription.topics.push(reader.text()??);
    }
    reader.skip_bytes()?;
    if version >= FIRST_WITH_OWNED {
        subscription.owned = reader.partitions()?;
    }
    if version >= FIRST_WITH_GENERATION {
        reader.int32()?;
    }
    if version >= FIRST_WITH_RACK {
        subscription.rack_id = reader.text()?.filter(|rack| !rack.is_empty());
    }
    Some(subscription)
}

/// Reads a share; nothing if it is malformed. No bytes are a share of nothing: the member has never synced.
pub(super) fn read_share(bytes: &[u8]) -> Option<Share> {
    if bytes.is_empty() {
        return Some(Share::default());
    }
    let mut reader = Reader(bytes);
    reader.version()?;
    let partitions = reader.partitions()?;
    let has_user_data = reader.skip_bytes()? > 0;
    Some(Share {
        partitions,
        has_user_data,
    })
}

/// Writes a share in the version of the member's subscription. Topics that are deleted have no name and are left out.
pub(super) fn write_share(subscription: &[u8], partitions: &Partitions, image: &Image) -> Bytes {
    let version = Reader(subscription).version().unwrap_or(0);
    let named: Vec<_> = partitions
        .iter()
        .filter_map(|(topic, partitions)| Some((image.topic_by_id(*topic)?, partitions)))
        .collect();
    let mut bytes = BytesMut::new();
    bytes.put_i16(version);
    bytes.put_i32(length(named.len()));
    for (topic, partitions) in named {
        bytes.put_i16(i16::try_from(topic.name().len()).unwrap_or(i16::MAX));
        bytes.put_slice(topic.name().as_bytes());
        bytes.put_i32(length(partitions.len()));
        for partition in partitions {
            bytes.put_i32(*partition);
        }
    }
    bytes.put_i32(-1);
    bytes.freeze()
}

fn length(length: usize) -> i32 {
    i32::try_from(length).unwrap_or(i32::MAX)
}

/// The same partitions by topic id, as a heartbeat reports them. Topics that do not exist are left out.
pub(super) fn by_id(named: &[(String, Vec<i32>)], image: &Image) -> Vec<TopicPartitions> {
    named
        .iter()
        .filter_map(|(name, partitions)| {
            let topic = image.topic(name)?;
            let topic = TopicPartitions::default().with_topic_id(topic.id());
            Some(topic.with_partitions(partitions.clone()))
        })
        .collect()
}

/// What a member has, without the epochs.
pub(super) fn without_epochs(owned: &Owned) -> Partitions {
    let topics: BTreeMap<Uuid, _> = owned
        .iter()
        .map(|(topic, partitions)| (*topic, partitions.keys().copied().collect()))
        .collect();
    topics
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn version(&mut self) -> Option<i16> {
        let version = self.int16()?;
        (version >= 0).then_some(version.min(NEWEST))
    }

    fn int16(&mut self) -> Option<i16> {
        let (first, rest) = self.0.split_first_chunk::<2>()?;
        self.0 = rest;
        Some(i16::from_be_bytes(*first))
    }

    fn int32(&mut self) -> Option<i32> {
        let (first, rest) = self.0.split_first_chunk::<4>()?;
        self.0 = rest;
        Some(i32::from_be_bytes(*first))
    }

    fn count(&mut self) -> Option<u32> {
        u32::try_from(self.int32()?).ok()
    }

    /// A text, or null.
    #[expect(
        clippy::option_option,
        reason = "malformed is one thing and null another"
    )]
    fn text(&mut self) -> Option<Option<String>> {
        let length = self.int16()?;
        let Ok(length) = usize::try_from(length) else {
            return Some(None);
        };
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(Some(String::from_utf8(text.to_vec()).ok()?))
    }

    fn skip_bytes(&mut self) -> Option<usize> {
        let Ok(length) = usize::try_from(self.int32()?) else {
            return Some(0);
        };
        self.0 = self.0.get(length..)?;
        Some(length)
    }

    fn partitions(&mut self) -> Option<Vec<(String, Vec<i32>)>> {
        let mut topics = Vec::new();
        for _ in 0..self.count()? {
            let topic = self.text()??;
            let mut partitions = Vec::new();
            for _ in 0..self.count()? {
                partitions.push(self.int32()?);
            }
            topics.push((topic, partitions));
        }
        Some(topics)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUBSCRIPTION: &[u8] =
        b"\0\x03\0\0\0\x02\0\x01a\0\x01b\xff\xff\xff\xff\0\0\0\x01\0\x01a\0\0\0\x02\0\0\0\x04\0\0\0\x05\0\0\0\x07\0\x01r";

    #[test]
    fn a_subscription_says_topics_partitions_and_rack() {
        let expected = Subscription {
            topics: vec!["a".to_owned(), "b".to_owned()],
            owned: vec![("a".to_owned(), vec![4, 5])],
            rack_id: Some("r".to_owned()),
        };
        assert_eq!(read_subscription(SUBSCRIPTION), Some(expected.clone()));
        let mut later = SUBSCRIPTION.to_vec();
        later[1] = 9;
        later.push(1);
        assert_eq!(read_subscription(&later), Some(expected));
    }

    #[test]
    fn a_subscription_that_is_cut_short_is_none() {
        for cut in 0..SUBSCRIPTION.len() {
            assert_eq!(read_subscription(&SUBSCRIPTION[..cut]), None, "{cut}");
        }
        assert_eq!(read_subscription(b"\xff\xff\0\0\0\0"), None);
        assert_eq!(read_subscription(b"\0\0\x7f\xff\xff\xff"), None);
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig {
            failure_persistence: None,
            ..Default::default()
        })]

        #[test]
        fn bytes_of_any_kind_are_read_or_refused(mut bytes: Vec<u8>, cut in 0..64_usize) {
            let _read = (read_subscription(&bytes), read_share(&bytes));
            let mut begun = SUBSCRIPTION[..cut.min(SUBSCRIPTION.len())].to_vec();
            begun.append(&mut bytes);
            let _read = (read_subscription(&begun), read_share(&begun));
        }
    }

    #[test]
    fn a_share_is_read_as_it_was_written() {
        let share = b"\0\x01\0\0\0\x01\0\x01a\0\0\0\x01\0\0\0\x03\xff\xff\xff\xff";
        let expected = Share {
            partitions: vec![("a".to_owned(), vec![3])],
            has_user_data: false,
        };
        assert_eq!(read_share(share), Some(expected));
        let sticky = b"\0\x01\0\0\0\0\0\0\0\x01x";
        assert!(read_share(sticky).unwrap().has_user_data);
        assert_eq!(read_share(b""), Some(Share::default()));
        assert_eq!(read_share(b"\0\x01\0\0"), None);
    }
}
