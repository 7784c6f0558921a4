//! Which crate may depend on which: the crate graph is the architecture.

use std::collections::{BTreeMap, BTreeSet};

use kalda_tidy::files;

/// Each crate with the crates of ours that it may depend on.
const MAY_DEPEND_ON: [(&str, &[&str]); 12] = [
    ("records", &[]),
    ("config", &[]),
    ("disk", &[]),
    ("codegen", &[]),
    ("protocol", &["records"]),
    ("log", &["records", "disk"]),
    ("quorum", &["records", "log", "disk"]),
    ("metadata", &["protocol", "config"]),
    ("coordinator", &["protocol", "records", "metadata"]),
    (
        "broker",
        &[
            "records",
            "protocol",
            "disk",
            "config",
            "log",
            "quorum",
            "metadata",
            "coordinator",
        ],
    ),
    ("kalda", &["broker", "config"]),
    ("tidy", &[]),
];

/// Crates that hold decisions: they read no clock, open no socket and wait for nothing.
const PURE: [&str; 6] = [
    "records",
    "protocol",
    "config",
    "quorum",
    "metadata",
    "coordinator",
];

/// What a pure crate must not even be able to reach.
const IMPURE: [&str; 8] = [
    "tokio",
    "rustix",
    "socket2",
    "mio",
    "memmap2",
    "tracing-subscriber",
    "rand",
    "chrono",
];

struct Manifest {
    dependencies: BTreeSet<String>,
    for_tests: BTreeSet<String>,
}

fn manifests() -> BTreeMap<String, Manifest> {
    let mut manifests = BTreeMap::new();
    for file in files() {
        let Some(name) = file
            .path
            .strip_prefix("src/")
            .and_then(|path| path.strip_suffix("/Cargo.toml"))
        else {
            continue;
        };
        let mut manifest = Manifest {
            dependencies: BTreeSet::new(),
            for_tests: BTreeSet::new(),
        };
        let mut section = "";
        for line in file.text.lines() {
            if line.starts_with('[') {
                section = line.trim();
                continue;
            }
            let Some(dependency) = line
                .split(['.', ' ', '='])
                .next()
                .filter(|name| !name.is_empty())
            else {
                continue;
            };
            match section {
                "[dependencies]" => manifest.dependencies.insert(dependency.to_owned()),
                "[dev-dependencies]" => manifest.for_tests.insert(dependency.to_owned()),
                _ => continue,
            };
        }
        manifests.insert(name.to_owned(), manifest);
    }
    manifests
}

fn allowed(name: &str) -> Option<&'static [&'static str]> {
    MAY_DEPEND_ON
        .iter()
        .find(|(crate_name, _)| *crate_name == name)
        .map(|(_, allowed)| *allowed)
}

#[test]
fn crates_depend_only_on_the_crates_below_them() {
    let manifests = manifests();
    assert!(manifests.len() >= MAY_DEPEND_ON.len(), "crates are missing");
    for (name, manifest) in &manifests {
        let allowed =
            allowed(name).unwrap_or_else(|| panic!("{name} is not in the table of crates"));
        for dependency in manifest
            .dependencies
            .iter()
            .filter_map(|name| name.strip_prefix("kalda-"))
        {
            assert!(
                allowed.contains(&dependency),
                "{name} must not depend on {dependency}"
            );
        }
    }
}

#[test]
fn tests_add_only_what_they_need() {
    // Protocol checks its generated code against the generator; quorum and metadata run on a disk in memory.
    let for_tests = [
        ("protocol", "codegen"),
        ("quorum", "disk"),
        ("log", "disk"),
        ("tidy", "config"),
    ];
    for (name, manifest) in manifests() {
        for dependency in manifest
            .for_tests
            .iter()
            .filter_map(|name| name.strip_prefix("kalda-"))
        {
            let is_allowed = for_tests.contains(&(name.as_str(), dependency));
            assert!(
                is_allowed,
                "the tests of {name} must not depend on {dependency}"
            );
        }
    }
}

#[test]
fn pure_crates_cannot_reach_clocks_sockets_or_chance() {
    for (name, manifest) in manifests() {
        if PURE.contains(&name.as_str()) {
            let impure: Vec<_> = manifest
                .dependencies
                .iter()
                .filter(|name| IMPURE.contains(&name.as_str()))
                .collect();
            assert!(
                impure.is_empty(),
                "{name} is pure and must not depend on {impure:?}"
            );
        }
    }
}

#[test]
fn pure_crates_name_no_clock_thread_or_randomly_ordered_map() {
    let banned = [
        "std::time::Instant",
        "SystemTime",
        "std::thread",
        "HashMap",
        "HashSet",
        "std::net::Tcp",
    ];
    for file in kalda_tidy::written_rust() {
        let is_pure = file.crate_name().is_some_and(|name| PURE.contains(&name));
        let is_test = file.stem().ends_with("tests")
            || file.path.contains("/tests/")
            || file.path.contains("/bench");
        if !is_pure || is_test {
            continue;
        }
        for line in file.code() {
            let found = banned.iter().find(|word| line.contains(*word));
            assert!(found.is_none(), "{} uses {found:?}: {line}", file.path);
        }
    }
}
