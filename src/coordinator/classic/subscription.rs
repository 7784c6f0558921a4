//! The topics in the metadata of consumers.
//!
//! The broker only needs them to know which committed offsets are in use. All versions of a consumer's subscription begin
//! with version 0's fields, so nothing newer has to be known.

use std::collections::BTreeSet;
use std::sync::Arc;

/// Adds the topics that a consumer subscribes to; `None` if its metadata does not begin as a subscription does.
pub(super) fn add_topics(metadata: &[u8], topics: &mut BTreeSet<Arc<str>>) -> Option<()> {
    let (_version, rest) = metadata.split_first_chunk::<2>()?;
    let (count, mut rest) = rest.split_first_chunk::<4>()?;
    // The list ends with the bytes, whatever number of topics it claims.
    for _ in 0..u32::try_from(i32::from_be_bytes(*count)).ok()? {
        let (length, after) = rest.split_first_chunk::<2>()?;
        let length = usize::try_from(i16::from_be_bytes(*length)).ok()?;
        let (name, after) = after.split_at_checked(length)?;
        let name = String::from_utf8_lossy(name);
        if !topics.contains(&*name) {
            topics.insert(name.into());
        }
        rest = after;
    }
    let (length, user_data) = rest.split_first_chunk::<4>()?;
    let length = i32::from_be_bytes(*length);
    // A length of -1 is null.
    (length <= i32::try_from(user_data.len()).unwrap_or(i32::MAX)).then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topics(metadata: &[u8]) -> Option<Vec<String>> {
        let mut topics = BTreeSet::new();
        add_topics(metadata, &mut topics)?;
        Some(topics.iter().map(|topic| topic.to_string()).collect())
    }

    const SUBSCRIPTION: &[u8] = b"\0\x03\0\0\0\x02\0\x01b\0\x02aa\xff\xff\xff\xff\0\0\0\0";

    #[test]
    fn topics_are_read_from_a_subscription_of_any_version() {
        let expected = Some(vec!["aa".to_owned(), "b".to_owned()]);
        assert_eq!(topics(SUBSCRIPTION), expected);
    }

    #[test]
    fn every_cut_of_a_subscription_before_its_end_is_no_subscription() {
        let end = SUBSCRIPTION.len() - 4;
        assert!(topics(&SUBSCRIPTION[..end]).is_some());
        for cut in 0..end {
            assert_eq!(topics(&SUBSCRIPTION[..cut]), None, "cut at {cut}");
        }
    }

    #[test]
    fn claims_of_metadata_are_not_believed() {
        assert_eq!(topics(b"\0\0\x7f\xff\xff\xff\0\x01a"), None);
        assert_eq!(topics(b"\0\0\xff\xff\xff\xff\0\0\0\0"), None);
        assert_eq!(topics(b"\0\0\0\0\0\x01\x7f\xffa\0\0\0\0"), None);
        assert_eq!(topics(b"\0\0\0\0\0\x01\xff\xffa\0\0\0\0"), None);
        assert_eq!(topics(b"\0\0\0\0\0\0\0\0\0\x05"), None);
    }
}
