//! The rate at which all passes together read and write.

use kalda_log::{CompactionPlan, Pace};
use parking_lot::Mutex;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

/// So much of the rate may be used at once after a pause.
const BURST: Duration = Duration::from_millis(300);
/// A waiting pass looks so often whether it was called off.
const GLANCE: Duration = Duration::from_millis(50);
/// The longest wait for one block.
const LONGEST_WAIT: Duration = Duration::from_secs(3600);

/// Shared by all passes.
#[derive(Debug)]
pub(super) struct IoLimiter {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    bytes_per_second: f64,
    /// When all bytes so far have had their time.
    paid_until: Instant,
}

impl Default for IoLimiter {
    fn default() -> Self {
        Self {
            state: Mutex::new(State {
                bytes_per_second: f64::MAX,
                paid_until: Instant::now(),
            }),
        }
    }
}

impl IoLimiter {
    /// The rate from now on.
    pub(super) fn set_rate(&self, bytes_per_second: f64) {
        self.state.lock().bytes_per_second = bytes_per_second;
    }

    /// Accounts for `bytes`; when the next ones may come.
    fn pay(&self, bytes: u64, now: Instant) -> Instant {
        let mut state = self.state.lock();
        // Precise enough for a rate: blocks have far fewer than 2^52 bytes.
        let seconds = bytes as f64 / state.bytes_per_second;
        let time = Duration::try_from_secs_f64(seconds).unwrap_or(LONGEST_WAIT);
        let earliest = now.checked_sub(BURST).unwrap_or(now);
        state.paid_until = state.paid_until.max(earliest) + time.min(LONGEST_WAIT);
        state.paid_until
    }
}

/// The pace of one pass.
pub(super) struct PassPace<'a> {
    limiter: &'a IoLimiter,
    plan: &'a CompactionPlan,
}

impl<'a> PassPace<'a> {
    /// The pace of `plan`.
    pub(super) fn new(limiter: &'a IoLimiter, plan: &'a CompactionPlan) -> Self {
        Self { limiter, plan }
    }
}

impl Pace for PassPace<'_> {
    fn spend(&mut self, bytes: u64) -> ControlFlow<()> {
        let may_go_on = self.limiter.pay(bytes, Instant::now());
        loop {
            if self.plan.is_called_off() {
                return ControlFlow::Break(());
            }
            let wait = may_go_on.saturating_duration_since(Instant::now());
            if wait.is_zero() {
                return ControlFlow::Continue(());
            }
            std::thread::sleep(wait.min(GLANCE));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passes_share_the_rate_and_may_catch_up_a_little_after_a_pause() {
        let limiter = IoLimiter::default();
        limiter.set_rate(1000.0);
        let begun = Instant::now() + Duration::from_secs(10);
        let after = |bytes, at: u64| {
            let now = begun + Duration::from_millis(at);
            limiter
                .pay(bytes, now)
                .saturating_duration_since(begun)
                .as_millis()
        };
        assert_eq!(after(300, 0), 0, "the burst");
        assert_eq!(after(500, 0), 500);
        assert_eq!(after(500, 0), 1000, "another pass waits behind it");
        assert_eq!(
            after(500, 9000),
            9200,
            "a long pause saves no more than the burst"
        );
    }

    #[test]
    fn without_a_limit_nobody_waits() {
        let limiter = IoLimiter::default();
        let now = Instant::now();
        assert!(limiter.pay(u64::MAX, now) <= now);
    }
}
