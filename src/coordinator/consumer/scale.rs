//! A group of a thousand members.

use super::fixture::{World, beat, join, topic_id};
use kalda_protocol::messages::consumer_group_heartbeat_request::TopicPartitions;

const MEMBERS: usize = 1_000;
const HEARTBEAT_MS: i64 = 5_000;

/// A member that does what it is told with its next heartbeat.
#[derive(Clone, Default)]
struct Member {
    id: String,
    epoch: i32,
    owned: Vec<i32>,
}

impl Member {
    /// How many records its heartbeat costs.
    fn beat(&mut self, world: &mut World) -> usize {
        let request = if self.epoch == 0 {
            join(&self.id, &["a"])
        } else {
            let owned = TopicPartitions::default()
                .with_topic_id(topic_id(1))
                .with_partitions(self.owned.clone());
            beat(&self.id, self.epoch).with_topic_partitions(Some(vec![owned]))
        };
        let (records, response) = world.heartbeat_unchecked(request);
        assert_eq!(response.error_code, 0);
        self.epoch = response.member_epoch;
        if let Some(assignment) = response.assignment {
            let topics = assignment.topic_partitions.into_iter();
            self.owned = topics.flat_map(|topic| topic.partitions).collect();
        }
        records
    }
}

#[test]
fn a_thousand_members_converge_within_two_heartbeats_of_the_last_join() {
    let mut world = World::new();
    world.settings.consumer.assignment_interval_ms = 1_000;
    world.create_topic(1, "a", 2_000);
    let mut members: Vec<Member> = (0..MEMBERS)
        .map(|number| Member {
            id: format!("member-{number:04}-of-a-usual-length"),
            ..Member::default()
        })
        .collect();
    let mut records = 0;
    // All join within one heartbeat interval, then send heartbeats one after another, each in its own place of it.
    for round in 0..3 {
        for member in &mut members {
            records += member.beat(&mut world);
            world.pass_unchecked(HEARTBEAT_MS / 1_000);
        }
        if round == 0 {
            assert_ne!(world.group().unwrap().state_name(), "Stable");
        }
    }
    world.shard.check().unwrap();
    let group = world.group().unwrap();
    assert_eq!(group.state_name(), "Stable");
    assert!(members.iter().all(|member| member.owned.len() == 2));
    // Each target gives a record to each member it changes, and each member a few for its own steps.
    assert!(records < 20 * MEMBERS, "{records}");
}
