//! Which neighbouring segments become one, so that segments do not become ever smaller and more.

use super::Source;

/// The limits of what becomes one segment.
#[derive(Clone, Copy, Debug)]
pub(super) struct GroupLimits {
    /// `segment.bytes`
    pub(super) segment_bytes: u64,
    /// `segment.index.bytes`, of each index.
    pub(super) index_bytes: u64,
    /// The first offset behind all sources.
    pub(super) end_offset: i64,
}

/// Cuts `sources` into runs. Sizes count as they are before compaction, which only makes them smaller.
pub(super) fn group(sources: &[Source], limits: GroupLimits) -> Vec<&[Source]> {
    let mut groups = Vec::new();
    let mut rest = sources;
    while !rest.is_empty() {
        let (group, behind) = rest.split_at(group_len(rest, limits));
        groups.push(group);
        rest = behind;
    }
    groups
}

/// How many of the first sources become one segment; at least one.
fn group_len(sources: &[Source], limits: GroupLimits) -> usize {
    let first_offset = sources.first().map_or(0, |it| it.base_offset);
    let (mut bytes, mut offset_index, mut time_index) = (0, 0, 0);
    for (index, source) in sources.iter().enumerate() {
        bytes += source.bytes;
        offset_index += source.offset_index_bytes;
        time_index += source.time_index_bytes;
        let next = sources.get(index + 1);
        let last_offset = next.map_or(limits.end_offset, |it| it.base_offset) - 1;
        let is_near = last_offset - first_offset <= i64::from(i32::MAX);
        let fits = bytes <= limits.segment_bytes
            && offset_index <= limits.index_bytes
            && time_index <= limits.index_bytes
            // An empty segment has no offset that an index would have to express.
            && (is_near || source.bytes == 0);
        if index > 0 && !fits {
            return index;
        }
    }
    sources.len()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    const LIMITS: GroupLimits = GroupLimits {
        segment_bytes: 1000,
        index_bytes: 80,
        end_offset: 1 << 40,
    };

    fn source(base_offset: i64, bytes: u64, index_bytes: u64) -> Source {
        Source {
            base_offset,
            bytes,
            offset_index_bytes: index_bytes,
            time_index_bytes: index_bytes / 2,
            identity: Arc::default(),
        }
    }

    fn lengths(sources: &[Source], limits: GroupLimits) -> Vec<usize> {
        group(sources, limits).iter().map(|it| it.len()).collect()
    }

    #[test]
    fn segments_are_joined_up_to_the_size_of_one() {
        let sources = [
            source(0, 400, 8),
            source(10, 600, 8),
            source(20, 1, 8),
            source(30, 999, 8),
            source(40, 2000, 8),
            source(50, 1, 8),
        ];
        let near = GroupLimits {
            end_offset: 60,
            ..LIMITS
        };
        assert_eq!(lengths(&sources, near), [2, 2, 1, 1]);
        assert!(lengths(&[], near).is_empty());
    }

    #[test]
    fn full_indexes_end_a_group() {
        let sources = [source(0, 1, 40), source(10, 1, 40), source(20, 1, 8)];
        let near = GroupLimits {
            end_offset: 30,
            ..LIMITS
        };
        assert_eq!(lengths(&sources, near), [2, 1]);
    }

    #[test]
    fn offsets_that_an_index_cannot_express_end_a_group() {
        let far = i64::from(i32::MAX);
        let sources = [source(0, 1, 0), source(10, 1, 0), source(far + 1, 1, 0)];
        let near = GroupLimits {
            end_offset: far + 9,
            ..LIMITS
        };
        assert_eq!(lengths(&sources, near), [2, 1]);
        let sources = [source(0, 1, 0), source(10, 1, 0), source(far + 2, 1, 0)];
        assert_eq!(lengths(&sources, near), [1, 2]);
        let empty = [source(0, 1, 0), source(10, 0, 0), source(far + 2, 1, 0)];
        assert_eq!(lengths(&empty, near), [2, 1], "an empty one is no obstacle");
    }
}
