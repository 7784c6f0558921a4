//! A limit on how often something may begin.

use std::time::Duration;

use parking_lot::Mutex;
use tokio::time::{Instant, sleep_until};

/// So many beginnings in a second; after a pause a second's worth may begin at once.
#[derive(Debug)]
pub(super) struct Rate {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// The time that one beginning takes up; `None` is no limit.
    each: Option<Duration>,
    /// Until when the beginnings so far have used the rate up.
    used_until: Instant,
}

/// The time that each of so many in a second takes up; 0 lets one begin in an hour, which Kafka calls none.
fn time_of_each(in_one_second: usize) -> Option<Duration> {
    let count = u32::try_from(in_one_second).unwrap_or(u32::MAX);
    match count {
        0 => Some(Duration::from_secs(3600)),
        // Kafka's default, the largest int, is no limit.
        count if count >= i32::MAX.unsigned_abs() => None,
        count => Some(Duration::from_secs(1) / count),
    }
}

impl Rate {
    /// At most `in_one_second`.
    pub(super) fn new(in_one_second: usize) -> Self {
        let state = State {
            each: time_of_each(in_one_second),
            used_until: Instant::now(),
        };
        Self {
            state: Mutex::new(state),
        }
    }

    /// From now on at most `in_one_second`.
    pub(super) fn set(&self, in_one_second: usize) {
        *self.state.lock() = State {
            each: time_of_each(in_one_second),
            used_until: Instant::now(),
        };
    }

    /// Waits until one more may begin.
    pub(super) async fn wait(&self) {
        let begins = {
            let mut state = self.state.lock();
            let Some(each) = state.each else { return };
            let second_ago = Instant::now().checked_sub(Duration::from_secs(1));
            let begins =
                second_ago.map_or(state.used_until, |earliest| earliest.max(state.used_until));
            state.used_until = begins + each;
            begins
        };
        sleep_until(begins).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn seconds_for(rate: &Rate, count: usize) -> f64 {
        let started = Instant::now();
        for _ in 0..count {
            rate.wait().await;
        }
        started.elapsed().as_secs_f64()
    }

    #[tokio::test(start_paused = true)]
    async fn no_more_begin_in_a_second_than_allowed() {
        let rate = Rate::new(10);
        let seconds = seconds_for(&rate, 51).await;
        assert!((4.0..=5.1).contains(&seconds), "{seconds}");
    }

    #[tokio::test(start_paused = true)]
    async fn after_a_pause_a_seconds_worth_begins_at_once() {
        let rate = Rate::new(10);
        seconds_for(&rate, 30).await;
        tokio::time::sleep(Duration::from_secs(60)).await;
        assert!(seconds_for(&rate, 10).await < 0.01);
        assert!(seconds_for(&rate, 10).await > 0.5);
    }

    #[tokio::test(start_paused = true)]
    async fn a_new_rate_holds_at_once() {
        let rate = Rate::new(1);
        seconds_for(&rate, 2).await;
        rate.set(1000);
        assert!(seconds_for(&rate, 100).await < 0.2);
    }

    #[tokio::test(start_paused = true)]
    async fn kafkas_default_is_no_limit() {
        assert!(seconds_for(&Rate::new(2_147_483_647), 100_000).await < 0.01);
    }
}
