//! Which sessions the cache keeps, and which it gives up.

use super::super::partitions::TopicKey;
use super::*;
use std::sync::Arc;

fn key(partition: i32) -> PartitionKey {
    PartitionKey {
        topic: TopicKey::Name(Arc::from("orders")),
        partition,
    }
}

fn asked(fetch_offset: i64) -> Asked {
    Asked {
        fetch_offset,
        log_start_offset: -1,
        max_bytes: 1024,
        current_leader_epoch: -1,
        last_fetched_epoch: -1,
    }
}

fn quiet() -> News {
    News {
        bytes: 0,
        high_watermark: 10,
        log_start_offset: 0,
        must_tell: false,
        error: false,
    }
}

fn asking(session_id: i32, session_epoch: i32, partitions: &[i32]) -> Asking {
    Asking {
        session_id,
        session_epoch,
        privileged: false,
        uses_topic_ids: false,
        partitions: partitions
            .iter()
            .map(|index| (key(*index), asked(0)))
            .collect(),
        forgotten: Vec::new(),
    }
}

/// Run one fetch in which every partition answers `news`; the session id and the partitions told.
fn fetch(cache: &mut SessionCache, asking: Asking, news: News) -> (i32, Vec<i32>) {
    let (opened, partitions) = cache.open(asking, 0).unwrap();
    answer(cache, opened, partitions, |_| news)
}

fn answer(
    cache: &mut SessionCache,
    opened: Opened,
    partitions: Vec<(PartitionKey, Asked)>,
    news: impl Fn(i32) -> News,
) -> (i32, Vec<i32>) {
    let results: Vec<_> = partitions
        .into_iter()
        .map(|(key, asked)| {
            let news = news(key.partition);
            (key, asked, news)
        })
        .collect();
    let mut ids = 76..;
    let (id, told) = cache.close(opened, &results, 0, &mut || ids.next().unwrap());
    let told = results.iter().zip(told).filter(|(_, told)| *told);
    (id, told.map(|(result, _)| result.0.partition).collect())
}

fn refused(cache: &mut SessionCache, asking: Asking) -> SessionError {
    cache.open(asking, 0).map(|_| ()).unwrap_err()
}

#[test]
fn epoch_zero_makes_a_session_and_then_only_news_is_told() {
    let mut cache = SessionCache::new(10);
    let first = fetch(&mut cache, asking(0, 0, &[0, 1]), quiet());
    assert_eq!(first, (76, vec![0, 1]));
    let second = fetch(&mut cache, asking(76, 1, &[]), quiet());
    assert_eq!(second, (76, vec![]));
    let (opened, partitions) = cache.open(asking(76, 2, &[]), 0).unwrap();
    let third = answer(&mut cache, opened, partitions, |partition| News {
        high_watermark: 10 + i64::from(partition),
        ..quiet()
    });
    assert_eq!(third, (76, vec![1]));
}

#[test]
fn a_partition_that_gave_data_goes_to_the_back() {
    let mut cache = SessionCache::new(10);
    fetch(&mut cache, asking(0, 0, &[0, 1, 2]), quiet());
    let (opened, partitions) = cache.open(asking(76, 1, &[]), 0).unwrap();
    answer(&mut cache, opened, partitions, |partition| News {
        bytes: usize::from(partition == 0),
        ..quiet()
    });
    let (_, partitions) = cache.open(asking(76, 2, &[]), 0).unwrap();
    let order: Vec<i32> = partitions.iter().map(|(key, _)| key.partition).collect();
    assert_eq!(order, [1, 2, 0]);
}

#[test]
fn an_errored_partition_is_told_again_once_it_is_well() {
    let mut cache = SessionCache::new(10);
    fetch(&mut cache, asking(0, 0, &[0]), quiet());
    let failed = News {
        error: true,
        high_watermark: -1,
        log_start_offset: -1,
        ..quiet()
    };
    let told = [failed, quiet(), quiet()].map({
        let mut epoch = 0;
        move |news| {
            epoch += 1;
            fetch(&mut cache, asking(76, epoch, &[]), news).1
        }
    });
    assert_eq!(told, [vec![0], vec![0], vec![]]);
}

#[test]
fn wrong_ids_epochs_and_naming_are_refused() {
    let mut cache = SessionCache::new(10);
    fetch(&mut cache, asking(0, 0, &[0]), quiet());
    assert_eq!(
        refused(&mut cache, asking(5, 1, &[])),
        SessionError::NotFound
    );
    assert_eq!(
        refused(&mut cache, asking(76, 2, &[])),
        SessionError::InvalidEpoch
    );
    let by_id = Asking {
        uses_topic_ids: true,
        ..asking(76, 1, &[])
    };
    assert_eq!(refused(&mut cache, by_id), SessionError::TopicIds);
}

#[test]
fn forgetting_every_partition_ends_the_session() {
    let mut cache = SessionCache::new(10);
    fetch(&mut cache, asking(0, 0, &[0]), quiet());
    let last = Asking {
        forgotten: vec![key(0)],
        ..asking(76, 1, &[])
    };
    assert_eq!(fetch(&mut cache, last, quiet()), (0, vec![]));
    let error = refused(&mut cache, asking(76, 2, &[]));
    assert_eq!(error, SessionError::NotFound);
}

#[test]
fn epoch_minus_one_closes_the_session_and_a_new_full_request_replaces_it() {
    let mut cache = SessionCache::new(10);
    fetch(&mut cache, asking(0, 0, &[0]), quiet());
    let closed = fetch(&mut cache, asking(76, -1, &[0]), quiet());
    assert_eq!(closed, (0, vec![0]));
    assert!(cache.sessions.is_empty());
    fetch(&mut cache, asking(0, 0, &[0]), quiet());
    fetch(&mut cache, asking(76, 0, &[0]), quiet());
    assert_eq!(cache.sessions.len(), 1);
}

#[test]
fn epochs_wrap_to_one() {
    assert_eq!([i32::MAX, 0, -1].map(next_epoch), [1, 1, -1]);
}

#[test]
fn a_full_cache_gives_up_stale_sessions_and_otherwise_answers_without_one() {
    let mut cache = SessionCache::new(1);
    fetch(&mut cache, asking(0, 0, &[0]), quiet());
    let without = fetch(&mut cache, asking(0, 0, &[0, 1]), quiet());
    assert_eq!(without, (0, vec![0, 1]));
    if let Some(session) = cache.sessions.get_mut(&76) {
        session.last_used_ms = -EVICTION_MS - 1;
    }
    let instead = fetch(&mut cache, asking(0, 0, &[0, 1]), quiet());
    assert_eq!(instead.0, 76);
}
