//! Seeded chance for the faulty disk.

use super::CrashOutcome;
use super::inode::Fate;

/// What becomes of unsynced changes at a crash.
#[derive(Debug)]
pub(super) enum Chance {
    LoseAll,
    KeepAll,
    Seeded(u64),
}

impl Chance {
    pub(super) fn new(outcome: CrashOutcome) -> Self {
        match outcome {
            CrashOutcome::LoseUnsynced => Self::LoseAll,
            CrashOutcome::KeepAll => Self::KeepAll,
            CrashOutcome::Seeded(seed) => Self::Seeded(seed),
        }
    }

    pub(super) fn fate(&mut self) -> Fate {
        match self {
            Self::LoseAll => Fate::Lost,
            Self::KeepAll => Fate::Kept,
            Self::Seeded(_) => match self.below(4) {
                0 => Fate::Lost,
                1 => Fate::Torn,
                2 => Fate::Zeroed,
                _kept => Fate::Kept,
            },
        }
    }

    pub(super) fn prefix(&mut self, length: usize) -> usize {
        match self {
            Self::LoseAll => 0,
            Self::KeepAll => length,
            Self::Seeded(_) => self.below(length.saturating_add(1)),
        }
    }

    /// A number in `0..bound`; 0 for an empty range and for outcomes without chance.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        let Self::Seeded(state) = self else {
            return 0;
        };
        // splitmix64: enough for picking cases, and the same everywhere.
        *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = *state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        let bound = bound as u64;
        mixed
            .checked_rem(bound)
            .and_then(|rest| usize::try_from(rest).ok())
            .unwrap_or(0)
    }
}
