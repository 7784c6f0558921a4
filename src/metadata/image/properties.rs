//! Properties of images under any sequence of records.

use kalda_protocol::metadata_records::*;
use proptest::prelude::*;
use uuid::Uuid;

use super::tests::*;
use super::*;
use crate::Delta;

/// Any record, with names and ids from so small a range that they often meet.
fn any_record() -> impl Strategy<Value = MetadataRecord> {
    let small = 0..3_u8;
    let ids = proptest::collection::vec(1..4_i32, 0..4);
    let fields = (small.clone(), small, ids, any::<Option<bool>>(), 0..5_i32);
    (0..19_u8, fields).prop_map(|(kind, (first, second, ids, flag, number))| {
        let topic_id = Uuid::from_u128(200 + u128::from(first));
        let (name, other) = (format!("n{first}"), format!("n{second}"));
        let (id, epoch) = (i32::from(first), i64::from(second));
        if let Some(record) = node_record(kind, (id, epoch)) {
            return record;
        }
        match kind {
            2 => topic(&name, 200 + u128::from(second)),
            3 => partition(200 + u128::from(first), number),
            4 => config(2, &name, &other, flag.map(|_| "v")),
            5 => config(4, &name, &other, flag.map(|_| "w")),
            6 => MetadataRecord::PartitionChange(PartitionChangeRecord {
                isr: flag.map(|_| ids.clone()),
                leader: number - 2,
                eligible_leader_replicas: flag.filter(|set| *set).map(|_| ids),
                ..change(200 + u128::from(first), i32::from(second))
            }),
            9 => MetadataRecord::RemoveTopic(RemoveTopicRecord { topic_id }),
            10 => MetadataRecord::DelegationToken(DelegationTokenRecord {
                token_id: name,
                owner: other,
                ..Default::default()
            }),
            11 => MetadataRecord::UserScramCredential(UserScramCredentialRecord {
                name,
                mechanism: 1,
                iterations: number,
                ..Default::default()
            }),
            12 => feature(features::GROUP_VERSION, i16::from(flag.is_some())),
            13 => MetadataRecord::ClientQuota(ClientQuotaRecord {
                entity: vec![
                    EntityData {
                        entity_type: "user".to_owned(),
                        entity_name: flag.map(|_| name),
                    },
                    EntityData {
                        entity_type: "client-id".to_owned(),
                        entity_name: None,
                    },
                ],
                key: other,
                value: f64::from(number),
                remove: flag == Some(true),
            }),
            14 => MetadataRecord::ProducerIds(ProducerIdsRecord {
                next_producer_id: epoch * 1000,
                ..Default::default()
            }),
            15 => MetadataRecord::AccessControlEntry(AccessControlEntryRecord {
                id: topic_id,
                principal: other,
                ..Default::default()
            }),
            16 => MetadataRecord::RemoveAccessControlEntry(RemoveAccessControlEntryRecord {
                id: topic_id,
            }),
            17 => MetadataRecord::RegisterController(RegisterControllerRecord {
                controller_id: id,
                incarnation_id: topic_id,
                ..Default::default()
            }),
            _ => feature(features::METADATA_VERSION, 30 - i16::from(second)),
        }
    })
}

/// The record of this kind, if it is about a broker.
fn node_record(kind: u8, (id, epoch): (i32, i64)) -> Option<MetadataRecord> {
    match kind {
        0 => Some(broker(id, epoch)),
        1 => Some(MetadataRecord::UnregisterBroker(UnregisterBrokerRecord {
            broker_id: id,
            broker_epoch: epoch,
        })),
        7 => Some(MetadataRecord::FenceBroker(FenceBrokerRecord { id, epoch })),
        8 => Some(MetadataRecord::UnfenceBroker(UnfenceBrokerRecord {
            id,
            epoch,
        })),
        _ => None,
    }
}

proptest! {
    #[test]
    fn folding_a_snapshot_gives_the_image_it_was_taken_of(
        records in proptest::collection::vec(any_record(), 0..120),
    ) {
        let mut image = Image::default();
        for record in &records {
            // Records that do not fit are refused; what they leave must still be an image.
            let before = image.clone();
            if image.replay(record).is_err() {
                prop_assert_eq!(&image, &before);
            }
        }
        // Fields that a lower level does not have are lost on purpose; the fold is of a current cluster.
        image.replay(&feature(features::METADATA_VERSION, 30)).unwrap();
        let snapshot: Vec<MetadataRecord> = image.to_records().collect();
        prop_assert_eq!(&fold(&snapshot), &image);
    }

    #[test]
    fn a_delta_is_empty_exactly_if_the_images_are_equal(
        first in proptest::collection::vec(any_record(), 0..40),
        later in proptest::collection::vec(any_record(), 0..5),
    ) {
        let mut old = Image::default();
        for record in &first {
            let _refused = old.replay(record);
        }
        let mut new = old.clone();
        for record in &later {
            let _refused = new.replay(record);
        }
        prop_assert_eq!(Delta::between(&old, &new).is_empty(), old == new);
    }
}
