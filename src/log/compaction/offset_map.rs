//! The newest offset of each key, in a fixed amount of memory.
//!
//! A key is known by 16 bytes of its SipHash, as Apache Kafka knows it by its MD5: no key is ever stored. The hash has a
//! secret of its own for each pass, so nobody can choose keys that collide and so make compaction drop a record.

use siphasher::sip128::SipHasher13;

/// Bytes that one key takes.
const SLOT_BYTES: usize = 24;
/// A map of fewer keys would bring no pass any further.
const LEAST_SLOTS: usize = 16;

/// One key: its hash, and its newest offset plus one, so that a slot of zeros is a free one.
type Slot = [u64; 3];

/// How large a map may become.
#[derive(Clone, Copy, Debug)]
pub(super) struct MapSize {
    /// All memory it may take.
    pub(super) bytes: usize,
    /// How full it may be, above 0 and at most 1.
    pub(super) load_factor: f64,
    /// More keys than this will not come.
    pub(super) most_keys: usize,
}

/// The newest offset of each key.
pub(super) struct OffsetMap {
    slots: Vec<Slot>,
    hasher: SipHasher13,
    used: usize,
    most: usize,
    latest_offset: i64,
}

impl OffsetMap {
    pub(super) fn new(size: MapSize, secret: (u64, u64)) -> Self {
        let affordable = (size.bytes / SLOT_BYTES).max(LEAST_SLOTS);
        // Half as many slots again as there can be keys are looked up fast; more would not be touched.
        let wanted = size.most_keys.saturating_add(size.most_keys / 2);
        let slots = affordable.min(wanted.max(LEAST_SLOTS));
        Self {
            // Fresh pages of zeros, which cost nothing before they are written to.
            slots: vec![[0; 3]; slots],
            hasher: SipHasher13::new_with_keys(secret.0, secret.1),
            used: 0,
            // One slot always stays free, which ends every search.
            most: share(affordable, size.load_factor).clamp(1, slots - 1),
            latest_offset: -1,
        }
    }

    /// Notes that `key` was last seen at `offset`; offsets must come in order. False: the map is full and does not know
    /// the key.
    pub(super) fn put(&mut self, key: &[u8], offset: i64) -> bool {
        // As in Kafka, a full map takes no known key either: what it says of offsets must end at one offset.
        if self.used >= self.most {
            return false;
        }
        let hash = self.hash(key);
        let index = self.find(hash);
        if let Some(slot) = self.slots.get_mut(index) {
            self.used += usize::from(is_free(slot));
            *slot = [hash.0, hash.1, offset.cast_unsigned().wrapping_add(1)];
        }
        self.latest_offset = offset;
        true
    }

    /// The newest offset of `key`.
    pub(super) fn get(&self, key: &[u8]) -> Option<i64> {
        let slot = self.slots.get(self.find(self.hash(key)))?;
        let [_, _, next] = *slot;
        (!is_free(slot)).then(|| next.wrapping_sub(1).cast_signed())
    }

    /// The map speaks for all offsets up to this one; -1 for none.
    pub(super) fn latest_offset(&self) -> i64 {
        self.latest_offset
    }

    /// All up to `offset` has been seen.
    pub(super) fn advance_to(&mut self, offset: i64) {
        self.latest_offset = self.latest_offset.max(offset);
    }

    /// Number of keys.
    pub(super) fn len(&self) -> usize {
        self.used
    }

    fn hash(&self, key: &[u8]) -> (u64, u64) {
        let hash = self.hasher.hash(key);
        (hash.h1, hash.h2)
    }

    /// The slot of the key with this hash, or the free one where it belongs.
    fn find(&self, hash: (u64, u64)) -> usize {
        let count = self.slots.len();
        let home = (u128::from(hash.0) * count as u128) >> 64;
        let mut index = usize::try_from(home).unwrap_or(0);
        while let Some(slot) = self.slots.get(index) {
            let [first, second, _] = *slot;
            if is_free(slot) || (first, second) == hash {
                break;
            }
            index = if index + 1 == count { 0 } else { index + 1 };
        }
        index
    }
}

fn is_free(slot: &Slot) -> bool {
    let [_, _, next] = *slot;
    next == 0
}

/// That part of `slots`, rounded down.
fn share(slots: usize, load_factor: f64) -> usize {
    // In thousandths: no float becomes a number of slots.
    let thousandths = (1..=1000_u32).rev();
    let mut fitting = thousandths.filter(|it| f64::from(*it) <= load_factor * 1000.0 + 0.5);
    let chosen = fitting.next().unwrap_or(1);
    slots / 1000 * chosen as usize + slots % 1000 * chosen as usize / 1000
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    fn map(bytes: usize, load_factor: f64, most_keys: usize) -> OffsetMap {
        let size = MapSize {
            bytes,
            load_factor,
            most_keys,
        };
        OffsetMap::new(size, (7, 9))
    }

    #[test]
    fn a_map_takes_as_many_keys_as_its_memory_and_load_factor_allow() {
        let mut full = map(2400, 0.9, usize::MAX);
        let taken = (0..200_i64).filter(|it| full.put(&it.to_be_bytes(), *it));
        assert_eq!(taken.count(), 90);
        assert_eq!((full.len(), full.latest_offset()), (90, 89));
        assert_eq!(full.get(&89_i64.to_be_bytes()), Some(89));
        assert_eq!(full.get(&90_i64.to_be_bytes()), None);
    }

    #[test]
    fn a_full_map_takes_no_known_key_either() {
        let mut full = map(0, 1.0, usize::MAX);
        for offset in 0..100 {
            full.put(&[offset], i64::from(offset));
        }
        let latest = full.latest_offset();
        assert!(!full.put(&[0], 500));
        assert_eq!((full.get(&[0]), full.latest_offset()), (Some(0), latest));
    }

    #[test]
    fn few_keys_take_little_memory_and_all_find_their_place() {
        let mut small = map(1 << 30, 0.9, 1000);
        assert!(small.slots.len() <= 1500);
        assert!((0..1000_i64).all(|it| small.put(&it.to_be_bytes(), it)));
        assert_eq!(small.len(), 1000);
    }

    #[test]
    fn the_load_factor_counts_in_thousandths() {
        assert_eq!(share(1000, 0.9), 900);
        assert_eq!(share(5_592_405, 0.9), 5_033_164);
        assert_eq!(share(10, 0.5), 5);
        assert_eq!(share(1000, 0.0), 1);
        assert_eq!(share(1000, 1.0), 1000);
        assert_eq!(share(1000, f64::NAN), 1);
    }

    proptest! {
        #[test]
        fn the_newest_offset_of_each_key_is_known(keys in prop::collection::vec(0..40_u8, 0..200)) {
            let mut known = BTreeMap::new();
            let mut tested = map(24 * 64, 1.0, usize::MAX);
            for (offset, key) in keys.iter().enumerate() {
                prop_assert!(tested.put(&[*key], offset as i64));
                known.insert(*key, offset as i64);
            }
            for key in 0..=255 {
                prop_assert_eq!(tested.get(&[key]), known.get(&key).copied());
            }
        }
    }
}
