//! What holds for every key of every table.

use std::collections::BTreeSet;

use super::*;
use crate::key::{Handling, Preset, Visibility};

const TABLES: [&KeyTable; 5] = [
    &BROKER_KEYS,
    &TOPIC_KEYS,
    &GROUP_KEYS,
    &CLIENT_METRICS_KEYS,
    &QUOTA_KEYS,
];

#[test]
fn every_section_is_in_order_so_that_search_finds_every_key() {
    for table in TABLES {
        let mut names = BTreeSet::new();
        for key in table.iter() {
            assert!(names.insert(key.name), "{} is there twice", key.name);
            assert_eq!(table.get(key.name).map(|found| found.name), Some(key.name));
        }
        assert!(table.get("no.such.key").is_none());
    }
}

#[test]
fn every_default_is_a_value_its_key_accepts() {
    for key in TABLES.iter().flat_map(|table| table.iter()) {
        if let Preset::Text(text) = key.preset {
            let value = key.parse(text).unwrap();
            assert_eq!(key.refusal(&value), None, "the default of {}", key.name);
        }
    }
}

#[test]
fn the_tables_hold_as_many_keys_as_kafka_defines() {
    let count = |table: &KeyTable| table.iter().count();
    assert_eq!(TABLES.map(count), [363, 34, 17, 3, 5]);
    assert_eq!(
        BROKER_KEYS
            .iter()
            .filter(|key| key.visibility == Visibility::DynamicOnly)
            .count(),
        3
    );
}

#[test]
fn every_key_that_acts_is_documented() {
    for key in BROKER_KEYS
        .iter()
        .filter(|key| key.handling == Handling::Acts)
    {
        assert!(key.doc().is_some(), "{}", key.name);
    }
    for key in TOPIC_KEYS.iter() {
        assert!(key.doc().is_some(), "{}", key.name);
    }
}

#[test]
fn a_refused_key_says_why_and_only_off_its_default() {
    let key = BROKER_KEYS.get("authorizer.class.name").unwrap();
    assert_eq!(key.refusal(&key.parse("").unwrap()), None);
    assert_eq!(
        key.refusal(&key.parse("org.example.Guard").unwrap())
            .unwrap(),
        "authorizer.class.name cannot be set: this release has no authorizer, so every client could do everything."
    );
}

#[test]
fn errors_read_like_kafkas() {
    let said = |name: &str, text: &str| {
        BROKER_KEYS
            .get(name)
            .unwrap()
            .parse(text)
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        said("num.partitions", "x"),
        "Invalid value x for configuration num.partitions: Not a number of type INT"
    );
    assert_eq!(
        said("log.segment.bytes", "14"),
        "Invalid value 14 for configuration log.segment.bytes: Value must be at least 1048576"
    );
    assert_eq!(
        said("delete.topic.enable", "maybe"),
        "Invalid value maybe for configuration delete.topic.enable: Expected value to be either true or false"
    );
}
