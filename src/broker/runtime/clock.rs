//! The time that shards go by.

use crate::roles;
use std::time::Duration;
use tokio::time::Instant;

/// Of the time that passes, this fraction is what the clock may gain or lose to meet the wall clock.
const SLEW: i64 = 10;
/// A wall clock that is ahead by more than this was wrong before: the clock follows it at once.
const MAX_SLEWED: Duration = Duration::from_secs(3600);

/// Milliseconds since 1970 that pass as time does.
///
/// Sessions are counted in the same milliseconds that say when an offset was committed. Were they the wall clock's, a
/// corrected clock would end every session of the broker at once, or none for hours. So a step of the wall clock is taken
/// over little by little.
#[derive(Debug)]
pub(super) struct Clock {
    read: Instant,
    now_us: i64,
}

impl Clock {
    /// A clock that agrees with the wall clock.
    pub(super) fn new() -> Clock {
        Clock {
            read: Instant::now(),
            now_us: roles::now_ms().saturating_mul(1000),
        }
    }

    /// Milliseconds since 1970. Never less than before.
    pub(super) fn now_ms(&mut self) -> i64 {
        self.advance(Instant::now(), roles::now_ms())
    }

    fn advance(&mut self, at: Instant, wall_ms: i64) -> i64 {
        let elapsed = at.saturating_duration_since(self.read);
        let elapsed_us = i64::try_from(elapsed.as_micros()).unwrap_or(i64::MAX);
        self.read = at;
        self.now_us = self.now_us.saturating_add(elapsed_us);
        let behind_us = wall_ms.saturating_mul(1000).saturating_sub(self.now_us);
        let max_slewed_us = i64::try_from(MAX_SLEWED.as_micros()).unwrap_or(i64::MAX);
        let step_us = match behind_us > max_slewed_us {
            true => behind_us,
            false => behind_us.clamp(-elapsed_us / SLEW, elapsed_us / SLEW),
        };
        self.now_us = self.now_us.saturating_add(step_us);
        self.now_us / 1000
    }

    /// When the clock will show `deadline_ms`.
    pub(super) fn instant(&self, deadline_ms: i64) -> Instant {
        let left_us = deadline_ms
            .saturating_mul(1000)
            .saturating_sub(self.now_us)
            .clamp(0, MAX_WAIT_US);
        let left = Duration::from_micros(left_us.unsigned_abs());
        // Timers of the system fire up to a millisecond early.
        self.read + left + Duration::from_millis(1)
    }
}

/// Nobody waits longer than a day without looking again.
const MAX_WAIT_US: i64 = 24 * 3600 * 1_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn clock() -> Clock {
        Clock {
            read: Instant::now(),
            now_us: 1_000_000_000,
        }
    }

    #[test]
    fn a_step_of_the_wall_clock_is_taken_over_little_by_little() {
        let mut clock = clock();
        let begin = clock.read;
        let second = |n| begin + Duration::from_secs(n);
        assert_eq!(clock.advance(second(1), 1_001_000), 1_001_000);
        // The wall clock jumps a minute ahead: the next second takes 1.1 seconds.
        assert_eq!(clock.advance(second(2), 1_062_000), 1_002_100);
        // And back by far: time goes on, if more slowly.
        assert_eq!(clock.advance(second(3), 5), 1_003_000);
        assert_eq!(clock.advance(second(3), 5), 1_003_000);
    }

    #[test]
    fn a_clock_that_was_set_after_the_start_is_believed() {
        let mut clock = clock();
        let at = clock.read + Duration::from_secs(1);
        assert_eq!(clock.advance(at, 1_700_000_000_000), 1_700_000_000_000);
    }

    #[test]
    fn a_deadline_is_not_before_its_time() {
        let clock = clock();
        assert!(clock.instant(1_000_500) >= clock.read + Duration::from_millis(500));
        assert!(clock.instant(5) >= clock.read);
        assert!(clock.instant(i64::MAX) <= clock.read + Duration::from_secs(90_000));
    }
}
