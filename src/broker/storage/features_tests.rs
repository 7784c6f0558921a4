//! Releases and feature levels; the expected lines are those of Kafka 4.3's tool.

use super::*;

fn said(error: &FeatureError) -> String {
    error.to_string()
}

#[test]
fn a_release_stands_for_its_last_level() {
    let level = |text: &str| Release::parse(text, false).unwrap().level();
    assert_eq!(
        (level("3.7"), level("3.7-IV2"), level("3.8.1"), level("4.3")),
        (19, 17, 20, 30)
    );
    let unknown = said(&Release::parse("9.9", false).unwrap_err());
    assert!(unknown.starts_with(
        "Unknown metadata.version '9.9'. Supported metadata.version are: 3.3-IV3, 3.4-IV0,"
    ));
    assert!(unknown.ends_with(", 4.2-IV1, 4.3-IV0"));
    assert!(Release::parse("4.4", false).is_err());
    assert!(Release::parse("4.4", true).is_ok());
}

#[test]
fn the_mapping_of_a_release_is_printed() {
    let expected = [
        "metadata.version=30 (4.3-IV0)",
        "kraft.version=1",
        "transaction.version=2",
        "group.version=1",
        "eligible.leader.replicas.version=1",
        "share.version=1",
        "streams.version=1",
    ];
    assert_eq!(version_mapping(None).unwrap(), expected);
    let old = version_mapping(Some("3.7")).unwrap();
    assert_eq!(
        old.first().map(String::as_str),
        Some("metadata.version=19 (3.7)")
    );
    assert!(old.iter().skip(1).all(|line| line.ends_with("=0")));
}

#[test]
fn dependencies_are_printed() {
    let wanted = [
        "transaction.version=2",
        "metadata.version=29",
        "eligible.leader.replicas.version=1",
    ];
    let expected = [
        "transaction.version=2 has no dependencies.",
        "metadata.version=29 (4.2-IV1) has no dependencies.",
        "eligible.leader.replicas.version=1 requires:",
        "    metadata.version=23 (4.0-IV1)",
    ];
    assert_eq!(
        feature_dependencies(&wanted.map(str::to_owned)).unwrap(),
        expected
    );
    let refused = |text: &str| said(&feature_dependencies(&[text.to_owned()]).unwrap_err());
    assert_eq!(
        refused("group.version=7"),
        "Feature level 7 is not supported for feature group.version"
    );
    assert_eq!(refused("q=1"), "Unknown feature: q");
    assert_eq!(refused("metadata.version=5"), "Unknown metadata.version 5");
    assert!(refused("q").starts_with("Invalid feature format: q."));
}

fn choose(release: Option<&str>, wanted: &[&str], is_dynamic: bool) -> Result<FirstLevels, String> {
    let release = release.map(|text| Release::parse(text, false).unwrap());
    let wanted = wanted
        .iter()
        .map(|text| parse_feature(text).unwrap())
        .collect();
    FirstLevels::choose(release, &wanted, is_dynamic).map_err(|error| said(&error))
}

#[test]
fn a_new_cluster_starts_with_its_releases_levels() {
    let first = choose(None, &[], false).unwrap();
    assert_eq!(first.release, Release::LATEST);
    assert_eq!(
        (first.kraft_version(), first.levels["transaction.version"]),
        (0, 2)
    );
    assert_eq!(choose(None, &[], true).unwrap().kraft_version(), 1);
    assert_eq!(
        choose(Some("3.8"), &["group.version=1"], false)
            .unwrap()
            .levels["group.version"],
        1
    );
}

#[test]
fn levels_that_do_not_fit_are_refused() {
    assert!(
        choose(None, &["x=1"], false)
            .unwrap_err()
            .starts_with("Unsupported feature: x.")
    );
    assert_eq!(
        choose(None, &["group.version=9"], false).unwrap_err(),
        "No feature:group.version with feature level 9"
    );
    assert_eq!(
        choose(Some("3.8"), &["eligible.leader.replicas.version=1"], false).unwrap_err(),
        "eligible.leader.replicas.version could not be set to 1 because it depends on metadata.version level 23"
    );
    assert_eq!(
        choose(None, &["metadata.version=31"], false).unwrap_err(),
        "metadata.version 4.4-IV0 is not yet stable."
    );
    assert!(
        choose(Some("4.0"), &["metadata.version=29"], false)
            .unwrap_err()
            .contains("to avoid ambiguity")
    );
    assert!(
        choose(None, &["kraft.version=0"], true)
            .unwrap_err()
            .starts_with("Cannot set kraft.version to 0 if")
    );
    assert!(
        choose(None, &["kraft.version=1"], false)
            .unwrap_err()
            .starts_with("Cannot set kraft.version to 1 unless")
    );
    assert!(parse_feature("x").is_err() && parse_feature("x=y").is_err());
}
