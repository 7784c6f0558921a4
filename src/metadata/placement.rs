//! Where the replicas of new partitions go: Kafka's striped placement.
//!
//! Partitions start on one rack after the other, replicas of a partition go round the racks, and within a rack round its
//! brokers. Unfenced brokers come first, and the first replica, which leads, is always on one.

use std::collections::BTreeMap;

/// A draw from `0..bound`, evenly; `bound` is at least 1.
pub type Draw<'a> = &'a mut dyn FnMut(usize) -> usize;

/// A broker that may get replicas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsableBroker {
    /// The broker's id.
    pub id: i32,
    /// Its rack, if it has told one.
    pub rack: Option<String>,
    /// Whether it is fenced.
    pub fenced: bool,
}

/// Why replicas could not be placed. The words are the ones Kafka's tools show.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlacementError {
    /// No replicas were asked for.
    #[error("Invalid replication factor {0}: the replication factor must be positive.")]
    NotPositive(i16),
    /// Nobody could lead.
    #[error("All brokers are currently fenced, or have all their log directories cordoned.")]
    NobodyUnfenced,
    /// A broker would need two replicas of one partition.
    #[error(
        "The target replication factor of {wanted} cannot be reached because only {usable} broker(s) are registered or \
         some brokers have all their log directories cordoned."
    )]
    TooFewBrokers {
        /// The replication factor asked for.
        wanted: i16,
        /// How many brokers can take replicas.
        usable: usize,
    },
}

/// The replicas of `partitions` new partitions, `replication_factor` for each.
pub fn place(
    brokers: impl IntoIterator<Item = UsableBroker>,
    partitions: usize,
    replication_factor: i16,
    draw: Draw<'_>,
) -> Result<Vec<Vec<i32>>, PlacementError> {
    let mut racks = Racks::new(brokers, draw);
    let replicas = usize::try_from(replication_factor).unwrap_or(0);
    if replicas == 0 {
        return Err(PlacementError::NotPositive(replication_factor));
    }
    if racks.unfenced == 0 {
        return Err(PlacementError::NobodyUnfenced);
    }
    if replicas > racks.total {
        return Err(PlacementError::TooFewBrokers {
            wanted: replication_factor,
            usable: racks.total,
        });
    }
    Ok((0..partitions)
        .map(|_| racks.place_one(replicas, draw))
        .collect())
}

/// Brokers in a circle, with the place where the next round begins.
#[derive(Debug, Default)]
struct Circle {
    brokers: Vec<i32>,
    taken: usize,
    offset: usize,
    round: usize,
}

impl Circle {
    fn begin(&mut self, draw: Draw<'_>) {
        self.brokers.sort_unstable();
        if !self.brokers.is_empty() {
            self.offset = draw(self.brokers.len());
        }
    }

    /// The next broker of this round; `None` once all were taken. A new round begins one place further.
    fn next(&mut self, round: usize) -> Option<i32> {
        if self.brokers.is_empty() {
            return None;
        }
        if self.round != round {
            self.round = round;
            self.taken = 0;
            self.offset = (self.offset + 1) % self.brokers.len();
        }
        if self.taken >= self.brokers.len() {
            return None;
        }
        let place = (self.taken + self.offset) % self.brokers.len();
        self.taken += 1;
        self.brokers.get(place).copied()
    }
}

#[derive(Debug, Default)]
struct Rack {
    unfenced: Circle,
    fenced: Circle,
}

impl Rack {
    fn next(&mut self, round: usize) -> Option<i32> {
        self.unfenced
            .next(round)
            .or_else(|| self.fenced.next(round))
    }
}

struct Racks {
    racks: Vec<Rack>,
    total: usize,
    unfenced: usize,
    /// Which rack the next partition begins with.
    offset: usize,
    round: usize,
}

impl Racks {
    fn new(brokers: impl IntoIterator<Item = UsableBroker>, draw: Draw<'_>) -> Self {
        let mut racks: BTreeMap<Option<String>, Rack> = BTreeMap::new();
        let (mut total, mut unfenced) = (0, 0);
        for broker in brokers {
            let rack = racks.entry(broker.rack).or_default();
            total += 1;
            if broker.fenced {
                rack.fenced.brokers.push(broker.id);
            } else {
                rack.unfenced.brokers.push(broker.id);
                unfenced += 1;
            }
        }
        let mut racks: Vec<Rack> = racks.into_values().collect();
        for rack in &mut racks {
            rack.fenced.begin(draw);
            rack.unfenced.begin(draw);
        }
        let offset = if racks.is_empty() {
            0
        } else {
            draw(racks.len())
        };
        Self {
            racks,
            total,
            unfenced,
            offset,
            round: 0,
        }
    }

    /// The replicas of one partition. There are at least `replicas` brokers, and one of them is unfenced.
    fn place_one(&mut self, replicas: usize, draw: Draw<'_>) -> Vec<i32> {
        // After as many partitions as there are unfenced brokers the same sets would come again.
        if self.round == self.unfenced && self.unfenced > 1 {
            self.shuffle(draw);
            self.round = 0;
        }
        let count = self.racks.len();
        let start = self.offset % count;
        let mut placed = Vec::with_capacity(replicas);
        let mut leader_rack = None;
        for rack in (start..count).chain(0..start) {
            if let Some(broker) = self
                .racks
                .get_mut(rack)
                .and_then(|rack| rack.unfenced.next(self.round))
            {
                placed.push(broker);
                leader_rack = Some(rack);
                break;
            }
        }
        // The leader's rack sits out the first time the circle passes it.
        let mut rack = start;
        let mut fruitless = 0;
        while placed.len() < replicas && fruitless <= count {
            let next = if leader_rack == Some(rack) {
                leader_rack = None;
                None
            } else {
                self.racks
                    .get_mut(rack)
                    .and_then(|rack| rack.next(self.round))
            };
            fruitless = if next.is_some() { 0 } else { fruitless + 1 };
            placed.extend(next);
            rack = (rack + 1) % count;
        }
        self.round += 1;
        self.offset = start + 1;
        placed
    }

    fn shuffle(&mut self, draw: Draw<'_>) {
        shuffle(&mut self.racks, draw);
        for rack in &mut self.racks {
            shuffle(&mut rack.fenced.brokers, draw);
            shuffle(&mut rack.unfenced.brokers, draw);
        }
    }
}

fn shuffle<T>(items: &mut [T], draw: Draw<'_>) {
    for end in (1..items.len()).rev() {
        items.swap(end, draw(end + 1));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn broker(id: i32, rack: Option<&str>, fenced: bool) -> UsableBroker {
        UsableBroker {
            id,
            rack: rack.map(str::to_owned),
            fenced,
        }
    }

    #[test]
    fn replicas_go_round_the_racks_and_round_the_brokers_of_a_rack() {
        let brokers = (0..9).map(|id| {
            broker(
                id,
                [Some("a"), Some("b"), Some("c")][id as usize / 3],
                false,
            )
        });
        let placed = place(brokers, 3, 3, &mut |_| 0).unwrap();
        assert_eq!(placed, [vec![0, 3, 6], vec![4, 7, 1], vec![8, 2, 5]]);
    }

    #[test]
    fn a_fenced_broker_never_comes_first() {
        let brokers = || {
            [
                broker(0, None, true),
                broker(1, None, false),
                broker(2, None, true),
            ]
        };
        let placed = place(brokers(), 4, 3, &mut |_| 0).unwrap();
        assert!(placed.iter().all(|replicas| replicas[0] == 1), "{placed:?}");
        assert_eq!(
            place([broker(0, None, true)], 1, 1, &mut |_| 0),
            Err(PlacementError::NobodyUnfenced)
        );
    }

    #[test]
    fn one_broker_takes_every_partition_once() {
        let placed = place([broker(7, Some("r"), false)], 5, 1, &mut |_| 0).unwrap();
        assert_eq!(placed, vec![vec![7]; 5]);
    }

    #[test]
    fn more_replicas_than_brokers_are_refused_in_kafkas_words() {
        let error = place([broker(1, None, false)], 1, 3, &mut |_| 0).unwrap_err();
        assert_eq!(
            error.to_string(),
            "The target replication factor of 3 cannot be reached because only 1 broker(s) are registered or some \
             brokers have all their log directories cordoned."
        );
        assert_eq!(
            place([broker(1, None, false)], 1, 0, &mut |_| 0),
            Err(PlacementError::NotPositive(0))
        );
    }

    proptest! {
        #[test]
        fn every_partition_gets_distinct_brokers_led_by_an_unfenced_one(
            racks in proptest::collection::vec((0..4_u8, any::<bool>()), 1..12),
            partitions in 1..40_usize,
            wanted in 1..12_i16,
            seed in any::<u32>(),
        ) {
            let brokers: Vec<_> = racks
                .iter()
                .enumerate()
                .map(|(id, (rack, fenced))| UsableBroker {
                    id: i32::try_from(id).unwrap(),
                    rack: (*rack > 0).then(|| rack.to_string()),
                    fenced: *fenced,
                })
                .collect();
            let mut state = seed;
            let mut draw = |bound: usize| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 8) as usize % bound
            };
            match place(brokers.clone(), partitions, wanted, &mut draw) {
                Err(_) => {
                    let usable = brokers.iter().any(|broker| !broker.fenced);
                    prop_assert!(!usable || usize::try_from(wanted).unwrap() > brokers.len());
                }
                Ok(placed) => {
                    prop_assert_eq!(placed.len(), partitions);
                    for replicas in placed {
                        let distinct: BTreeSet<_> = replicas.iter().collect();
                        prop_assert_eq!(distinct.len(), usize::try_from(wanted).unwrap());
                        prop_assert_eq!(replicas.len(), distinct.len());
                        prop_assert!(brokers.iter().any(|broker| broker.id == replicas[0] && !broker.fenced));
                    }
                }
            }
        }
    }
}
