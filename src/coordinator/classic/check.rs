//! What holds of a classic group after every step.

use std::collections::{BTreeMap, BTreeSet};

use super::group::{ClassicGroup, State};
use crate::shard::{GroupShard, Timer};

fn holds(it_does: bool, sentence: impl FnOnce() -> String) -> Result<(), String> {
    if it_does { Ok(()) } else { Err(sentence()) }
}

impl ClassicGroup {
    /// What the log says of the group.
    #[cfg(test)]
    pub(crate) fn committed(&self) -> Option<&kalda_protocol::group_records::GroupMetadataValue> {
        self.committed.as_ref()
    }

    pub(super) fn check_members(&self) -> Result<(), String> {
        let mut instances = BTreeMap::new();
        let mut tickets = BTreeSet::new();
        for (id, member) in &self.members {
            holds(*id == member.id, || format!("{id} is kept as another"))?;
            holds(!self.pending.contains(id), || {
                format!("{id} is a member and about to become one")
            })?;
            if let Some(instance) = &member.instance_id {
                let other = instances.insert(instance.clone(), id.clone());
                holds(other.is_none(), || {
                    format!("{instance} is {id} and {other:?}")
                })?;
            }
            for ticket in member.join.iter().chain(&member.sync) {
                holds(tickets.insert(*ticket), || {
                    format!("{ticket:?} waits twice")
                })?;
            }
        }
        holds(instances == self.by_instance, || {
            format!("static members {:?} are {instances:?}", self.by_instance)
        })?;
        let leader_is_member = match &self.leader {
            Some(leader) => self.members.contains_key(leader),
            None => self.members.is_empty(),
        };
        holds(leader_is_member, || {
            format!("the leader {:?} is no member", self.leader)
        })
    }

    pub(super) fn check_counts(&self) -> Result<(), String> {
        let members = || self.members.values();
        let awaiting_join = members().filter(|member| member.join.is_some()).count();
        holds(awaiting_join == self.awaiting_join, || {
            format!("{awaiting_join} await joining, not {}", self.awaiting_join)
        })?;
        let owing_sync = members().filter(|member| member.owes_sync).count();
        holds(owing_sync == self.owing_sync, || {
            format!("{owing_sync} owe a SyncGroup, not {}", self.owing_sync)
        })?;
        let bytes: usize = members().map(|member| member.metadata_bytes()).sum();
        holds(bytes == self.metadata_bytes, || {
            format!("metadata takes {bytes} bytes, not {}", self.metadata_bytes)
        })?;
        let mut supporters = BTreeMap::new();
        for protocol in members().flat_map(|member| &member.protocols) {
            *supporters.entry(protocol.name.clone()).or_default() += 1;
        }
        holds(supporters == self.supporters, || {
            format!(
                "{supporters:?} support protocols, not {:?}",
                self.supporters
            )
        })
    }

    pub(super) fn check_state(&self) -> Result<(), String> {
        let members = || self.members.values();
        let joins = members().any(|member| member.join.is_some());
        let syncs = members().any(|member| member.sync.is_some());
        let owes = members().any(|member| member.owes_sync);
        let (may_join, may_sync, may_owe) = match self.state {
            State::Empty => (false, false, false),
            State::PreparingRebalance(_) => (true, false, false),
            State::CompletingRebalance => (false, true, true),
            State::Stable => (false, false, true),
        };
        holds(may_join || !joins, || {
            format!("a JoinGroup waits in {:?}", self.state)
        })?;
        holds(may_sync || !syncs, || {
            format!("a SyncGroup waits in {:?}", self.state)
        })?;
        holds(may_owe || !owes, || {
            format!("a SyncGroup is owed in {:?}", self.state)
        })?;
        match self.state {
            State::Empty => holds(self.members.is_empty(), || "Empty with members".to_owned()),
            State::PreparingRebalance(_) => Ok(()),
            State::CompletingRebalance => {
                holds(!self.members.is_empty(), || "a generation of nobody".into())?;
                let leader = self.leader.as_ref().and_then(|id| self.members.get(id));
                let waits = leader.is_some_and(|leader| leader.owes_sync);
                holds(waits, || "the leader has synced and not assigned".into())?;
                self.check_protocol()
            }
            State::Stable => {
                holds(!self.members.is_empty(), || "a generation of nobody".into())?;
                self.check_protocol()?;
                self.check_committed()
            }
        }
    }

    fn check_protocol(&self) -> Result<(), String> {
        let protocol = self.protocol.as_deref().unwrap_or_default();
        let all = self
            .members
            .values()
            .all(|member| member.metadata(protocol).is_some());
        holds(all, || format!("not all members support {protocol:?}"))
    }

    /// A stable group is what its record says, but for the moment at which it became stable.
    fn check_committed(&self) -> Result<(), String> {
        let Some(committed) = &self.committed else {
            return Err("a stable group is not in the log".to_owned());
        };
        let mut now = self.to_record();
        now.current_state_timestamp = committed.current_state_timestamp;
        holds(now == *committed, || {
            format!("the log says {committed:?}, the group is {now:?}")
        })
    }
}

impl GroupShard {
    /// Whoever the group waits for has a limited time: nobody waits for ever.
    pub(crate) fn check_classic_timers(
        &self,
        group_id: &str,
        group: &ClassicGroup,
    ) -> Result<(), String> {
        let rebalance = Timer::ClassicRebalance {
            group: group_id.into(),
        };
        let set = self.timers.deadline(&rebalance).is_some();
        let expected = match group.state {
            State::Empty => false,
            State::PreparingRebalance(_) | State::CompletingRebalance => true,
            State::Stable => group.owing_sync > 0,
        };
        holds(set == expected, || {
            format!("{:?} has an end: {set}", group.state)
        })?;
        let expires = |member: &str| {
            let member = member.into();
            let group = group_id.into();
            let session = Timer::ClassicSession { group, member };
            self.timers.deadline(&session).is_some()
        };
        for id in &group.pending {
            holds(expires(id), || format!("{id} never expires"))?;
        }
        for member in group.members.values() {
            let id = &member.id;
            holds(member.is_excused() || expires(id), || {
                format!("{id} never expires")
            })?;
        }
        Ok(())
    }
}
