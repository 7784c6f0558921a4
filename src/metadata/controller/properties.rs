//! Properties of the controller under any sequence of events.

use kalda_protocol::messages::delete_topics_request::DeleteTopicState;
use kalda_protocol::messages::{
    BrokerRegistrationRequest, DeleteTopicsRequest, UnregisterBrokerRequest,
};
use kalda_protocol::metadata_records::MetadataRecord;
use proptest::prelude::*;
use uuid::Uuid;

use super::Controller;
use super::fixture::{
    Cluster, SESSION_TIMEOUT_MS, assigned, config, counted, registration, settings, topic_name,
};
use crate::Loader;
use crate::features::MetadataVersion;
use crate::image::Image;

/// Something that happens to a cluster of brokers 1 to 3.
#[derive(Debug, Clone)]
enum Event {
    /// A process starts; it may know when the one before it stopped cleanly.
    Start {
        broker: i32,
        clean: bool,
    },
    Beat {
        broker: i32,
        wants_stop: bool,
        is_behind: bool,
    },
    /// Time passes and expired sessions end.
    Silence {
        ms: i64,
    },
    Create {
        topic: u8,
        replicas: i16,
        unclean: bool,
    },
    Assign {
        topic: u8,
        replicas: Vec<i32>,
    },
    Delete {
        topic: u8,
    },
    Unregister {
        broker: i32,
    },
}

fn any_event() -> impl Strategy<Value = Event> {
    let broker = || 1..4_i32;
    let replicas = proptest::sample::subsequence(vec![1, 2, 3], 1..=3);
    prop_oneof![
        4 => (broker(), any::<bool>()).prop_map(|(broker, clean)| Event::Start { broker, clean }),
        8 => (broker(), 0..8_u8).prop_map(|(broker, kind)| Event::Beat {
            broker,
            wants_stop: kind == 0,
            is_behind: kind == 1,
        }),
        3 => (0..2 * SESSION_TIMEOUT_MS).prop_map(|ms| Event::Silence { ms }),
        3 => (0..4_u8, 1..4_i16, any::<bool>())
            .prop_map(|(topic, replicas, unclean)| Event::Create { topic, replicas, unclean }),
        2 => (0..4_u8, replicas).prop_map(|(topic, replicas)| Event::Assign { topic, replicas }),
        1 => (0..4_u8).prop_map(|topic| Event::Delete { topic }),
        1 => broker().prop_map(|broker| Event::Unregister { broker }),
    ]
}

struct World {
    cluster: Cluster,
    starts: u128,
}

impl World {
    /// Lets it happen; what the controller refuses is no failure. `Cluster::apply` checks every step.
    fn happen(&mut self, event: &Event) {
        match event {
            Event::Start { broker, clean } => self.start(*broker, *clean),
            Event::Beat {
                broker,
                wants_stop,
                is_behind,
            } => {
                let offset = if *is_behind {
                    -1
                } else {
                    self.cluster.next_offset()
                };
                let request = self
                    .cluster
                    .heartbeat(*broker)
                    .with_want_shut_down(*wants_stop)
                    .with_current_metadata_offset(offset);
                self.cluster.beat(&request);
            }
            Event::Silence { ms } => {
                self.cluster.now_ms += ms;
                while let Some(decision) = self.cluster.controller.tick(self.cluster.now_ms) {
                    self.cluster.apply(decision);
                }
            }
            Event::Create {
                topic,
                replicas,
                unclean,
            } => {
                let configs = vec![config(
                    "unclean.leader.election.enable",
                    Some(if *unclean { "true" } else { "false" }),
                )];
                let topic = counted(&format!("t.{topic}"), 2, *replicas).with_configs(configs);
                let decision = self.cluster.decide_topics(vec![topic]);
                self.cluster.apply(decision);
            }
            Event::Assign { topic, replicas } => {
                let decision = self
                    .cluster
                    .decide_topics(vec![assigned(&format!("t_{topic}"), &[(0, replicas)])]);
                self.cluster.apply(decision);
            }
            Event::Delete { topic } => {
                let names = ["t.", "t_"].map(|prefix| {
                    DeleteTopicState::default()
                        .with_name(Some(topic_name(&format!("{prefix}{topic}"))))
                });
                let request = DeleteTopicsRequest::default().with_topics(names.to_vec());
                let decision = self.cluster.controller.delete_topics(&request, 6);
                self.cluster.apply(decision);
            }
            Event::Unregister { broker } => {
                let request = UnregisterBrokerRequest::default().with_broker_id((*broker).into());
                let decision = self.cluster.controller.unregister_broker(&request);
                self.cluster.apply(decision);
            }
        }
    }

    fn start(&mut self, broker: i32, clean: bool) {
        self.starts += 1;
        let previous = if clean {
            self.cluster.epoch(broker)
        } else {
            -1
        };
        let request: BrokerRegistrationRequest = registration(broker)
            .with_incarnation_id(Uuid::from_u128(0x5000 + self.starts))
            .with_previous_broker_epoch(previous);
        let decision = self
            .cluster
            .controller
            .register_broker(&request, self.cluster.registering());
        self.cluster.apply(decision);
    }
}

proptest! {
    #[test]
    fn every_invariant_holds_after_every_step(
        level in prop_oneof![Just(17_i16), Just(25), Just(30)],
        events in proptest::collection::vec(any_event(), 1..80),
    ) {
        let version = MetadataVersion::from_level(level).unwrap();
        let mut world = World { cluster: Cluster::at(version, settings()), starts: 0 };
        for event in &events {
            world.happen(event);
        }
        let cluster = &world.cluster;
        // A follower that reads the log sees what the active controller sees.
        let mut loader = Loader::default();
        for (offset, record) in (0..).zip(&cluster.log) {
            loader.replay(record, offset).unwrap();
        }
        prop_assert_eq!(loader.image(), cluster.controller.image());
        // And so does one that starts from a snapshot.
        let mut image = Image::default();
        for record in loader.image().to_records() {
            image.replay(&record).unwrap();
        }
        prop_assert_eq!(&image, loader.image());
        let restarted = Controller::new(settings(), image, cluster.next_offset());
        prop_assert_eq!(restarted.check(), Ok(()));
    }

    #[test]
    fn records_that_were_decided_survive_the_log(events in proptest::collection::vec(any_event(), 1..40)) {
        let mut world = World { cluster: Cluster::formatted(), starts: 0 };
        for event in &events {
            world.happen(event);
        }
        for record in &world.cluster.log {
            let bytes = kalda_protocol::metadata_records::encode(record, 30).unwrap();
            let read: MetadataRecord = kalda_protocol::metadata_records::decode(&bytes).unwrap();
            prop_assert_eq!(&read, record);
        }
    }
}
