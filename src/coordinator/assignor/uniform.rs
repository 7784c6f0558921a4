//! The uniform assignor where all members subscribe to the same topics.
//!
//! With P partitions and n members each gets P/n, and P%n of them one more. A member keeps what it has up to its share;
//! whoever already has one more than P/n is among those who may keep it, so nothing moves that need not.

use super::{GroupSpec, Partitions, count};

/// What each member gets, in the order of the members.
pub(super) fn assign(spec: &GroupSpec<'_>) -> Vec<Partitions> {
    let mut assigned = spec.kept();
    let mut free = spec.unassigned(&assigned);
    let members = assigned.len();
    let partitions = free.len() + assigned.iter().map(count).sum::<usize>();
    let share = partitions.checked_div(members).unwrap_or(0);
    let mut with_one_more = partitions.checked_rem(members).unwrap_or(0);

    let mut wants = Vec::with_capacity(members);
    for (index, partitions) in assigned.iter_mut().enumerate() {
        let has = count(partitions);
        // The last members take one more even if they have to get it from others.
        let must = members - index <= with_one_more;
        let quota = if with_one_more > 0 && (has > share || must) {
            with_one_more -= 1;
            share + 1
        } else {
            share
        };
        for _ in quota..has {
            free.extend(take_last(partitions));
        }
        wants.push(quota.saturating_sub(has));
    }

    free.sort_unstable();
    let mut free = free.into_iter();
    for (partitions, wants) in assigned.iter_mut().zip(wants) {
        for (topic, partition) in free.by_ref().take(wants) {
            partitions.entry(topic).or_default().insert(partition);
        }
    }
    assigned
}

fn take_last(partitions: &mut Partitions) -> Option<(uuid::Uuid, i32)> {
    let mut last = partitions.last_entry()?;
    let topic = *last.key();
    let partition = last.get_mut().pop_last()?;
    if last.get().is_empty() {
        last.remove();
    }
    Some((topic, partition))
}
