//! A configuration key is never read and then forgotten.

use kalda_config::{BROKER_KEYS, Handling, TOPIC_KEYS, Visibility, broker_synonyms_of_topic_key};
use kalda_tidy::{SourceFile, files, written_rust};

/// The code that acts on keys: not the tables themselves, not tests, and not what only holds keys to their rules.
fn readers() -> Vec<SourceFile> {
    let reads = |file: &SourceFile| {
        let is_test = file.stem().ends_with("tests") || file.path.contains("/tests/");
        let only_checks = [
            "src/config/checks.rs",
            "src/config/resources.rs",
            "src/config/synonyms.rs",
        ];
        !is_test
            && !file.path.starts_with("src/config/keys")
            && !only_checks.contains(&file.path.as_str())
    };
    written_rust().into_iter().filter(reads).collect()
}

#[test]
fn every_key_that_acts_is_read_somewhere() {
    let code: String = readers()
        .iter()
        .flat_map(|file| {
            file.code()
                .map(|line| format!("{line}\n"))
                .collect::<Vec<_>>()
        })
        .collect();
    let is_read = |name: &str| code.contains(&format!("\"{name}\""));
    let unread_of_topics = TOPIC_KEYS
        .iter()
        .filter(|key| key.handling == Handling::Acts && !is_read(key.name))
        .map(|key| key.name);
    let gives_a_topic_its_default = |name: &str| {
        TOPIC_KEYS.iter().any(|key| {
            key.handling == Handling::Acts
                && broker_synonyms_of_topic_key(key.name)
                    .iter()
                    .any(|synonym| synonym.broker_key == name)
        })
    };
    let unread_of_brokers = BROKER_KEYS
        .iter()
        .filter(|key| key.handling == Handling::Acts)
        .map(|key| key.name)
        .filter(|name| !is_read(name) && !gives_a_topic_its_default(name));
    let unread: Vec<_> = unread_of_topics.chain(unread_of_brokers).collect();
    assert!(
        unread.is_empty(),
        "these keys claim to act and nothing reads them: {unread:#?}"
    );
}

/// The public fields of the settings, with the file that defines them.
fn setting_fields() -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for file in written_rust()
        .iter()
        .filter(|file| file.path.starts_with("src/broker/settings"))
    {
        for line in file.code() {
            let name = line
                .trim()
                .strip_prefix("pub ")
                .and_then(|rest| rest.split_once(": "))
                .map(|(name, _)| name);
            if let Some(name) =
                name.filter(|name| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
            {
                fields.push((name.to_owned(), file.path.clone()));
            }
        }
    }
    fields
}

#[test]
fn every_setting_is_used_by_its_subsystem() {
    let users: Vec<_> = readers()
        .into_iter()
        .filter(|file| !file.path.starts_with("src/broker/settings"))
        .collect();
    let fields = setting_fields();
    assert!(
        fields.len() > 30,
        "only {} settings were found",
        fields.len()
    );
    let unused: Vec<_> = fields
        .iter()
        .filter(|(name, _)| {
            !users
                .iter()
                .any(|file| file.code().any(|line| uses(line, name)))
        })
        .collect();
    assert!(
        unused.is_empty(),
        "nothing uses these settings: {unused:#?}"
    );
}

/// Whether a line reads the field `name`.
fn uses(line: &str, name: &str) -> bool {
    line.match_indices(name).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        let after = line
            .get(at + name.len()..)
            .and_then(|text| text.chars().next());
        before == Some('.')
            && !after.is_some_and(|letter| letter.is_alphanumeric() || letter == '_')
    })
}

#[test]
fn the_files_of_the_repository_set_only_keys_that_exist() {
    for file in files()
        .into_iter()
        .filter(|file| file.path.ends_with(".properties"))
    {
        if !file.path.starts_with("config/") && !file.path.starts_with("docker/") {
            continue;
        }
        let keys = file
            .text
            .lines()
            .filter_map(|line| line.trim_start_matches('#').split_once('='));
        for (key, value) in keys.filter(|(key, _)| !key.is_empty() && !key.contains(' ')) {
            let known = BROKER_KEYS.get(key);
            let known = known.unwrap_or_else(|| panic!("{}: {key} is no key", file.path));
            assert!(
                known.visibility != Visibility::DynamicOnly,
                "{}: {key} cannot be in a file",
                file.path
            );
            assert!(known.parse(value).is_ok(), "{}: {key}={value}", file.path);
        }
    }
}
