//! Subscriptions by regular expression: the coordinator matches them against all topics and writes down what it found.
//!
//! Matching is not part of the heartbeat that asks for it. It happens with a timer, soon after, for all expressions of a
//! group at once and not more often than each ten seconds.

use std::sync::Arc;

use super::member::Member;
use super::pattern::Pattern;
use super::records;
use super::refusal::Refusal;
use super::state::ResolvedRegex;
use super::step::{Step, TimerChange};
use crate::shard::Timer;

/// At least so long between two looks at all topics of a group.
const MIN_REFRESH_INTERVAL_MS: i64 = 10_000;

/// How many different ones a group may have. All are compiled and matched against all topics at once, so that their number
/// is what a look at the topics costs. Most groups have one.
const MAX_REGEXES: usize = 100;

/// What has become of a member's regular expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RegexChange {
    /// Nothing.
    None,
    /// It is another; its topics will be known later.
    Changed,
    /// It is another whose topics are known, or there is none any more.
    ChangedAndResolved,
}

impl RegexChange {
    pub(super) const fn has_changed(self) -> bool {
        matches!(self, Self::Changed | Self::ChangedAndResolved)
    }

    pub(super) const fn is_resolved(self) -> bool {
        matches!(self, Self::ChangedAndResolved)
    }
}

impl Step<'_> {
    /// Takes in a member's new regular expression, and has the group's expressions resolved if it is time.
    pub(super) fn update_regex(
        &mut self,
        old: &Member,
        new: &Member,
    ) -> Result<RegexChange, Refusal> {
        let group = self.group;
        let (old_regex, new_regex) = (old.subscribed_regex(), new.subscribed_regex());
        let mut change = RegexChange::None;
        let mut is_new = false;
        if old.regex != new.regex {
            change = RegexChange::Changed;
            if let Some(regex) = old_regex
                && group.regex_subscribers(regex) == 1
            {
                self.record(records::regex_tombstone(&group.id, regex));
            }
            match new_regex {
                Some(regex) if group.regex_subscribers(regex) == 0 => {
                    check(regex, group.regexes.len())?;
                    is_new = true;
                }
                Some(regex) if group.resolved.contains_key(regex) => {
                    change = RegexChange::ChangedAndResolved;
                }
                Some(_) => {}
                None if old_regex.is_some() => change = RegexChange::ChangedAndResolved,
                None => {}
            }
        }
        if self.needs_refresh(old_regex, new_regex, is_new) {
            let timer = Timer::ConsumerRefresh {
                group: Arc::clone(&group.id),
            };
            let now = TimerChange::SetIfAbsent(timer, self.context.now_ms);
            self.changes.timers.push(now);
        }
        Ok(change)
    }

    fn needs_refresh(&self, old: Option<&Arc<str>>, new: Option<&Arc<str>>, is_new: bool) -> bool {
        let group = self.group;
        if !is_new && group.regexes.is_empty() {
            return false;
        }
        let now_ms = self.context.now_ms;
        let last_ms = group.resolved_at_ms();
        if last_ms.is_some_and(|last_ms| now_ms <= last_ms.saturating_add(MIN_REFRESH_INTERVAL_MS))
        {
            return false;
        }
        let mut regexes = group.regexes.clone();
        if let Some(regex) = old {
            super::subscriptions::decrease(&mut regexes, regex);
        }
        if let Some(regex) = new {
            super::subscriptions::increase(&mut regexes, regex);
        }
        if regexes.is_empty() {
            return false;
        }
        let interval_ms = i64::from(self.context.settings.consumer.regex_refresh_interval_ms);
        is_new
            || regexes.len() != group.resolved.len()
            || self.seen.has_stale_regexes(&group.id)
            || last_ms.is_none_or(|last_ms| now_ms > last_ms.saturating_add(interval_ms))
    }

    /// Matches all regular expressions of the group against all topics, and begins a new epoch if that changes anything.
    pub(super) fn resolve_regexes(&mut self) {
        let group = self.group;
        let mut topics = group.topics.clone();
        let mut bump = false;
        for regex in group.regexes.keys() {
            let found = ResolvedRegex {
                topics: self.matches(regex),
                image_version: 0,
                timestamp_ms: self.context.now_ms,
            };
            let known = group.resolved.get(regex);
            let known = known.map_or(&[] as &[Arc<str>], |known| &known.topics);
            if *known != *found.topics {
                bump = true;
                topics.remove_matches(known);
                topics.add_matches(&found.topics);
            }
            self.record(records::regex(&group.id, regex, &found));
        }
        let hash = self.metadata_hash(&topics);
        if bump || hash != group.metadata_hash {
            let epoch = group.epoch.saturating_add(1);
            self.record(records::group_epoch(&group.id, epoch, hash));
            self.changes.compared = true;
        }
    }

    /// Expressions are checked when they come; one that is not valid all the same, from a log, matches nothing.
    fn matches(&self, regex: &str) -> Arc<[Arc<str>]> {
        let Ok(pattern) = Pattern::compile(regex) else {
            return Arc::default();
        };
        self.context
            .image
            .topics()
            .filter(|topic| pattern.matches(topic.name()))
            .map(|topic| topic.shared_name())
            .collect()
    }
}

fn check(regex: &str, others: usize) -> Result<(), Refusal> {
    let problem = match Pattern::compile(regex) {
        Ok(_) if others < MAX_REGEXES => return Ok(()),
        Ok(_) => format!("the group has {others} others already"),
        Err(problem) => problem.to_string(),
    };
    Err(Refusal::InvalidRegularExpression {
        regex: regex.to_owned(),
        problem,
    })
}
