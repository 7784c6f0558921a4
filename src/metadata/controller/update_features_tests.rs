//! Tests of feature updates.

use std::collections::BTreeSet;

use kalda_protocol::messages::UpdateFeaturesRequest;
use kalda_protocol::messages::broker_registration_request::Feature;
use kalda_protocol::messages::update_features_request::FeatureUpdateKey;
use kalda_protocol::metadata_records::{
    ConfigRecord, FeatureLevelRecord, MetadataRecord, NoOpRecord,
};

use crate::controller::fixture::{Cluster, registration, settings, text};
use crate::features::MetadataVersion;

const UPGRADE: i8 = 1;
const SAFE: i8 = 2;
const UNSAFE: i8 = 3;

fn request(updates: &[(&str, i16, i8)]) -> UpdateFeaturesRequest {
    let updates = updates.iter().map(|(feature, level, upgrade_type)| {
        FeatureUpdateKey::default()
            .with_feature(text(feature))
            .with_max_version_level(*level)
            .with_upgrade_type(*upgrade_type)
    });
    UpdateFeaturesRequest::default().with_feature_updates(updates.collect())
}

fn refusal(cluster: &Cluster, update: (&str, i16, i8)) -> String {
    let decision = cluster.controller.update_features(&request(&[update]), 2);
    assert_eq!(
        (decision.records.as_slice(), decision.reply.error_code),
        ([].as_slice(), 95)
    );
    let message = decision.reply.error_message.unwrap().to_string();
    let prefix = "The update failed for all features since the following feature had an error: ";
    message.strip_prefix(prefix).unwrap().to_owned()
}

fn level(name: &str, feature_level: i16) -> MetadataRecord {
    MetadataRecord::FeatureLevel(FeatureLevelRecord {
        name: name.to_owned(),
        feature_level,
    })
}

fn min_isr(broker: &str, value: Option<&str>) -> MetadataRecord {
    MetadataRecord::Config(ConfigRecord {
        resource_type: 4,
        resource_name: broker.to_owned(),
        name: "min.insync.replicas".to_owned(),
        value: value.map(str::to_owned),
    })
}

fn old_cluster(version: i16) -> Cluster {
    Cluster::at(MetadataVersion::from_level(version).unwrap(), settings())
}

#[test]
fn levels_go_up_and_down_and_0_turns_a_feature_off() {
    let mut cluster = old_cluster(25);
    let updates = [
        ("metadata.version", 30, UPGRADE),
        ("group.version", 0, SAFE),
        ("share.version", 1, UPGRADE),
    ];
    let decision = cluster.controller.update_features(&request(&updates), 2);
    let expected = [
        level("group.version", 0),
        level("metadata.version", 30),
        level("share.version", 1),
    ];
    assert_eq!(decision.records, expected);
    assert!(decision.atomic);
    let reply = cluster.apply(decision);
    assert_eq!(
        (reply.error_code, reply.error_message, reply.results.len()),
        (0, None, 0)
    );
    assert_eq!(cluster.controller.image().feature_level("group.version"), 0);
}

#[test]
fn up_to_version_1_each_feature_is_answered() {
    let cluster = old_cluster(25);
    let decision = cluster
        .controller
        .update_features(&request(&[("share.version", 1, UPGRADE)]), 1);
    let names: Vec<_> = decision
        .reply
        .results
        .iter()
        .map(|result| result.feature.to_string())
        .collect();
    assert_eq!(names, ["share.version"]);
}

#[test]
fn validate_only_writes_nothing() {
    let cluster = old_cluster(25);
    let request = request(&[("metadata.version", 30, UPGRADE)]).with_validate_only(true);
    let decision = cluster.controller.update_features(&request, 2);
    assert_eq!((decision.records.len(), decision.reply.error_code), (0, 0));
}

#[test]
fn an_update_that_makes_no_sense_is_refused_in_kafkas_words() {
    let cluster = Cluster::with_brokers(&[1]);
    let refused = |update| refusal(&cluster, update);
    assert_eq!(
        refused(("group.version", 0, UPGRADE)),
        "Invalid update version 0 for feature group.version. Can't downgrade the version of this feature without \
         setting the upgrade type to either safe or unsafe downgrade."
    );
    assert_eq!(
        refused(("group.version", 1, 0)),
        "Invalid update version 1 for feature group.version. The controller does not support the given upgrade type."
    );
    assert_eq!(
        refused(("group.version", -1, SAFE)),
        "Invalid update version -1 for feature group.version. A feature version cannot be less than 0."
    );
    assert_eq!(
        refused(("no.such.feature", 1, UPGRADE)),
        "Invalid update version 1 for feature no.such.feature. Local controller 100 does not support this feature."
    );
    assert_eq!(
        refused(("metadata.version", 31, UPGRADE)),
        "Invalid update version 31 for feature metadata.version. Local controller 100 only supports versions 7-30"
    );
    assert_eq!(
        refused(("metadata.version", 29, SAFE)),
        "Unsupported metadata.version downgrade from 30 to 29. Refusing to perform the requested downgrade because it \
         might delete metadata information."
    );
    assert_eq!(
        refused(("metadata.version", 29, UNSAFE)),
        "Unsupported metadata.version downgrade from 30 to 29. Unsafe metadata downgrade is not supported in this \
         version."
    );
    let old = old_cluster(25);
    assert_eq!(
        refusal(&old, ("share.version", 1, SAFE)),
        "Invalid update version 1 for feature share.version. Can't downgrade to a newer version."
    );
}

#[test]
fn metadata_version_goes_down_where_no_record_changed() {
    let cluster = old_cluster(29);
    let decision = cluster
        .controller
        .update_features(&request(&[("metadata.version", 25, SAFE)]), 2);
    assert_eq!(decision.records, [level("metadata.version", 25)]);
}

#[test]
fn every_node_must_support_the_level() {
    let mut cluster = old_cluster(25);
    let mut features = registration(1).features;
    features.retain(|feature| feature.name.as_str() != "metadata.version");
    let old = Feature::default()
        .with_name(text("metadata.version"))
        .with_min_supported_version(7);
    features.push(old.with_max_supported_version(27));
    cluster.register(&registration(1).with_features(features));
    assert_eq!(
        refusal(&cluster, ("metadata.version", 28, UPGRADE)),
        "Invalid update version 28 for feature metadata.version. Broker 1 only supports versions 7-27"
    );
    let mut own = settings();
    own.controller_ids = BTreeSet::from([100, 101]);
    let cluster = Cluster::at(MetadataVersion::LATEST, own);
    assert_eq!(
        refusal(&cluster, ("group.version", 1, UPGRADE)),
        "Invalid update version 1 for feature group.version. controller 101 has not registered, and may not support \
         this feature"
    );
}

#[test]
fn eligible_leaders_need_their_record_fields_and_one_minimum_for_all() {
    let mut cluster = old_cluster(22);
    let elr = ("eligible.leader.replicas.version", 1, UPGRADE);
    assert_eq!(
        refusal(&cluster, elr),
        "Invalid update version 1 for feature eligible.leader.replicas.version. eligible.leader.replicas.version could \
         not be set to 1 because it depends on metadata.version level 23"
    );
    let offset = cluster.next_offset();
    cluster
        .controller
        .replay(&min_isr("1", Some("2")), offset)
        .unwrap();
    let decision = cluster
        .controller
        .update_features(&request(&[("metadata.version", 23, UPGRADE), elr]), 2);
    let expected = [
        min_isr("", Some("1")),
        min_isr("1", None),
        level("eligible.leader.replicas.version", 1),
        level("metadata.version", 23),
    ];
    assert_eq!(decision.records, expected);
}

#[test]
fn kraft_version_is_not_a_metadata_record() {
    let cluster = Cluster::formatted();
    let same = cluster
        .controller
        .update_features(&request(&[("kraft.version", 0, UPGRADE)]), 2);
    assert_eq!(same.records, [MetadataRecord::NoOp(NoOpRecord {})]);
    let refused = refusal(&cluster, ("kraft.version", 1, UPGRADE));
    assert!(
        refused.starts_with("Invalid update version 1 for feature kraft.version."),
        "{refused}"
    );
}

#[test]
fn a_feature_that_nobody_knows_has_no_level_to_set() {
    let cluster = Cluster::formatted();
    for upgrade_type in [UPGRADE, 2, 3] {
        let refused = refusal(&cluster, ("no.such.feature", 0, upgrade_type));
        assert_eq!(
            refused,
            "Invalid update version 0 for feature no.such.feature. Feature no.such.feature not found."
        );
    }
}
