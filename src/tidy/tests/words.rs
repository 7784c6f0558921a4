//! Names say what a thing is. Words that could name anything are banned.

use kalda_tidy::{SourceFile, files, written_rust};

const BANNED: [&str; 11] = [
    "util", "utils", "helper", "helpers", "common", "misc", "manager", "impl", "data", "info",
    "stuff",
];

/// `TopicInfo` is `topic`, `info`; so is `topic_info`.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![String::new()];
    let mut was_lower = false;
    for letter in name.chars() {
        if !letter.is_ascii_alphanumeric() || (letter.is_ascii_uppercase() && was_lower) {
            words.push(String::new());
        }
        was_lower = letter.is_ascii_lowercase() || letter.is_ascii_digit();
        if letter.is_ascii_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.push(letter.to_ascii_lowercase());
        }
    }
    words
}

fn banned_word(name: &str) -> Option<String> {
    words(name)
        .into_iter()
        .find(|word| BANNED.contains(&word.as_str()))
}

/// The names of the types that a file defines.
fn types_of(file: &SourceFile) -> Vec<&str> {
    let mut names = Vec::new();
    for line in file.code() {
        let mut parts = line
            .split([' ', '<', '(', '{', ';', ':'])
            .filter(|part| !part.is_empty());
        let is_definition =
            |part: &str| ["struct", "enum", "trait", "type", "union"].contains(&part);
        let mut before = parts.by_ref().take_while(|part| !is_definition(part));
        if before.all(|part| {
            part.starts_with("pub")
                || ["crate", "crate)", "super", "super)", "unsafe"].contains(&part)
        }) && let Some(name) = parts.next()
        {
            names.push(name);
        }
    }
    names
}

#[test]
fn no_file_has_a_name_that_could_be_any_files() {
    for file in files() {
        if file.is_generated() {
            continue;
        }
        let banned = banned_word(file.stem());
        assert!(banned.is_none(), "{} is called {banned:?}", file.path);
    }
}

#[test]
fn no_type_has_a_name_that_could_be_any_types() {
    let mut count = 0;
    for file in written_rust() {
        for name in types_of(&file) {
            count += 1;
            let banned = banned_word(name);
            assert!(
                banned.is_none(),
                "{}: the type {name} is called {banned:?}",
                file.path
            );
        }
    }
    assert!(count > 100, "only {count} types were found");
}

#[test]
fn words_are_told_apart() {
    assert_eq!(words("TopicInfo"), ["topic", "info"]);
    assert_eq!(words("metadata_view"), ["metadata", "view"]);
    assert_eq!(banned_word("MetadataImage"), None);
    assert_eq!(banned_word("ReplicaManager").as_deref(), Some("manager"));
}
