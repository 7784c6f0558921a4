//! Requests about several groups: each shard is asked about its own, all at the same time.

use super::groups::Groups;
use super::machine::Asker;
use super::question::Question;
use kalda_protocol::ErrorCode;
use kalda_protocol::messages::GroupId;
use std::future::poll_fn;
use std::mem;
use std::task::Poll;

/// A request about several groups, each with a result of its own. A shard answers in the order in which it is asked.
pub(crate) trait AboutGroups: Question + Clone + Sync {
    /// What is asked about one group.
    type Item: Send;
    /// What is answered about one group.
    type Result: Send;
    /// What is asked, in the request.
    fn items(&mut self) -> &mut Vec<Self::Item>;
    /// The group that is meant.
    fn group(item: &Self::Item) -> &GroupId;
    /// What is answered.
    fn results(reply: Self::Reply) -> Vec<Self::Result>;
    /// The answer about a group whose shard gives none.
    fn refused(group: GroupId, error: ErrorCode) -> Self::Result;
}

impl Groups {
    /// Ask about several groups. The results are in the order of the request.
    pub(crate) async fn ask_about<Q: AboutGroups>(
        &self,
        asker: &Asker,
        mut question: Q,
    ) -> Vec<Q::Result> {
        let items = mem::take(question.items());
        let names: Vec<GroupId> = items.iter().map(Q::group).cloned().collect();
        let items = items.into_iter().enumerate();
        let parts = match self.by_shard(items, |(_, item)| Q::group(item)) {
            Ok(parts) => parts.into_iter(),
            Err(error) => {
                let refused = names.into_iter().map(|name| Q::refused(name, error));
                return refused.collect();
            }
        };
        let asked =
            parts.map(|(shard, items)| self.ask_part(asker, question.clone(), shard, items));
        let answered = all(asked.collect()).await;
        let mut results: Vec<(usize, Q::Result)> = answered.into_iter().flatten().collect();
        results.sort_by_key(|(place, _)| *place);
        results.into_iter().map(|(_, result)| result).collect()
    }

    /// What one shard answers about its groups, with their places in the whole request.
    async fn ask_part<Q: AboutGroups>(
        &self,
        asker: &Asker,
        mut question: Q,
        shard: i32,
        items: Vec<(usize, Q::Item)>,
    ) -> Vec<(usize, Q::Result)> {
        let place = |(place, item): &(usize, Q::Item)| (*place, Q::group(item).clone());
        let places: Vec<(usize, GroupId)> = items.iter().map(place).collect();
        *question.items() = items.into_iter().map(|(_, item)| item).collect();
        let reply = self.ask_shard(shard, asker.clone(), question).await;
        let (mut results, error) = match reply {
            Ok(reply) => (Q::results(reply).into_iter(), ErrorCode::UnknownServerError),
            Err(error) => (Vec::new().into_iter(), error),
        };
        let result = |(place, group)| {
            let result = results.next();
            (place, result.unwrap_or_else(|| Q::refused(group, error)))
        };
        places.into_iter().map(result).collect()
    }
}

/// What all of these come to, in their order. They are few: every wake looks at each that is not done.
pub(super) async fn all<F: Future>(futures: Vec<F>) -> Vec<F::Output> {
    let mut pending: Vec<_> = futures.into_iter().map(Box::pin).map(Ok).collect();
    let mut outputs = Vec::with_capacity(pending.len());
    poll_fn(|context| {
        let mut done = true;
        for slot in &mut pending {
            if let Ok(future) = slot {
                match future.as_mut().poll(context) {
                    Poll::Ready(output) => *slot = Err(output),
                    Poll::Pending => done = false,
                }
            }
        }
        match done {
            true => Poll::Ready(()),
            false => Poll::Pending,
        }
    })
    .await;
    for slot in pending {
        outputs.extend(slot.err());
    }
    outputs
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::sync::oneshot;

    #[tokio::test]
    async fn outputs_are_in_the_order_of_what_was_asked_and_not_of_what_was_answered() {
        let (first, answered_last) = oneshot::channel();
        let (second, answered_first) = oneshot::channel();
        let asked = tokio::spawn(all(vec![answered_last, answered_first]));
        second.send(2).unwrap();
        tokio::task::yield_now().await;
        first.send(1).unwrap();
        assert_eq!(asked.await.unwrap(), [Ok(1), Ok(2)]);
    }

    #[tokio::test]
    async fn nothing_asked_is_nothing_to_wait_for() {
        let none: Vec<std::future::Ready<()>> = Vec::new();
        assert!(all(none).await.is_empty());
    }
}
