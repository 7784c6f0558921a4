//! The fuzz targets' promises, kept for bytes that proptest makes up and for damaged golden batches.

#[path = "../../../fuzz/record_entry_points.rs"]
mod record_entry_points;

use proptest::prelude::*;
use record_entry_points::{codecs, read_records, validate_batch};

const GOLDEN: [&[u8]; 7] = [
    include_bytes!("../golden/ten-none.bin"),
    include_bytes!("../golden/ten-gzip.bin"),
    include_bytes!("../golden/ten-snappy.bin"),
    include_bytes!("../golden/ten-lz4.bin"),
    include_bytes!("../golden/ten-zstd.bin"),
    include_bytes!("../golden/ten-zstd-transactional.bin"),
    include_bytes!("../golden/kraft-voters.bin"),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn arbitrary_bytes_keep_every_promise(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        validate_batch(&bytes);
        read_records(&bytes);
        codecs(&bytes);
    }

    #[test]
    fn damaged_batches_keep_every_promise(
        which in 0usize..7,
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = GOLDEN.get(which).copied().unwrap_or_default().to_vec();
        for (at, value) in damage {
            *at.get_mut(&mut bytes) = value;
        }
        validate_batch(&bytes);
        read_records(&bytes);
    }
}
