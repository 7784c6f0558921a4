//! Who may import whom inside of the broker crate: `net -> dispatch -> api -> what serves them`.

use std::collections::BTreeMap;

use kalda_tidy::{SourceFile, written_rust};

/// Each module of the broker with the modules that it may import, from the sockets down. Nobody imports `node`, which
/// puts the parts together; nothing below `dispatch` imports `net` but the client side of a connection, `channel`.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    (
        "node",
        &[
            "auto_creation",
            "chance",
            "channel",
            "controller",
            "dispatch",
            "fetch",
            "lifecycle",
            "metadata_view",
            "net",
            "producer_ids",
            "replicas",
            "roles",
            "runtime",
            "settings",
            "storage",
        ],
    ),
    ("net", &["call", "dispatch", "reply", "settings"]),
    ("dispatch", &["api", "call", "reply", "roles"]),
    ("call", &["channel", "reply", "runtime"]),
    (
        "api",
        &[
            "call",
            "chance",
            "controller",
            "fetch",
            "metadata_view",
            "operations",
            "replicas",
            "reply",
            "roles",
            "runtime",
        ],
    ),
    // What a handler is given: the parts of a broker or controller.
    (
        "roles",
        &[
            "auto_creation",
            "channel",
            "controller",
            "fetch",
            "lifecycle",
            "metadata_view",
            "producer_ids",
            "replicas",
            "reply",
            "runtime",
        ],
    ),
    (
        "runtime",
        &["chance", "metadata_view", "replicas", "roles", "settings"],
    ),
    ("auto_creation", &["channel", "metadata_view", "settings"]),
    ("producer_ids", &["channel"]),
    ("lifecycle", &["channel", "metadata_view"]),
    ("channel", &["net"]),
    (
        "replicas",
        &[
            "chance",
            "fetch",
            "metadata_view",
            "reply",
            "roles",
            "settings",
        ],
    ),
    ("controller", &["settings"]),
    ("storage", &["settings"]),
    ("fetch", &["reply"]),
    ("metadata_view", &[]),
    ("operations", &[]),
    ("reply", &[]),
    ("settings", &[]),
    ("chance", &[]),
];

fn broker_files() -> BTreeMap<String, SourceFile> {
    let below = |file: SourceFile| {
        let path = file.path.strip_prefix("src/broker/")?.to_owned();
        Some((path, file))
    };
    written_rust().into_iter().filter_map(below).collect()
}

fn module_of(path: &str) -> &str {
    path.split(['/', '.']).next().unwrap_or(path)
}

/// The first names behind each `prefix` in a file's code, also inside of braces.
fn names_behind(file: &SourceFile, prefix: &str) -> Vec<String> {
    let code: Vec<_> = file.code().collect();
    let code = code.join("\n");
    let mut names = Vec::new();
    for (at, _) in code.match_indices(prefix) {
        let rest = code.get(at + prefix.len()..).unwrap_or_default();
        let first = |text: &str| {
            let name: String = text
                .trim()
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            name
        };
        match rest.strip_prefix('{') {
            Some(list) => {
                let mut depth = 0;
                let mut entry = String::new();
                for letter in list.chars() {
                    match letter {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => names.push(first(&std::mem::take(&mut entry))),
                        _ => entry.push(letter),
                    }
                }
                names.push(first(&entry));
            }
            None => names.push(first(rest)),
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

#[test]
fn broker_modules_import_only_what_the_table_allows() {
    let files = broker_files();
    let modules: Vec<_> = files
        .keys()
        .map(|path| module_of(path).to_owned())
        .collect();
    for (path, file) in &files {
        let module = module_of(path);
        let module = module.strip_suffix("_tests").unwrap_or(module);
        // The fixture starts whole nodes, so it reaches everything; the product does not contain it.
        if ["lib", "tests", "benches", "fixture"].contains(&module) {
            continue;
        }
        let allowed = MAY_IMPORT
            .iter()
            .find(|(name, _)| *name == module)
            .map(|(_, allowed)| *allowed);
        let allowed = allowed
            .unwrap_or_else(|| panic!("{module} is not in the table of the broker's modules"));
        for name in names_behind(file, "crate::") {
            let is_module = modules.contains(&name);
            let is_allowed =
                name == module || name == "fixture" || allowed.contains(&name.as_str());
            assert!(
                !is_module || is_allowed,
                "{path}: {module} must not import {name}"
            );
        }
    }
}

#[test]
fn apis_import_neither_each_other_nor_sockets() {
    let files = broker_files();
    let apis: Vec<_> = files
        .keys()
        .filter_map(|path| path.strip_prefix("api/"))
        .map(|path| module_of(path).to_owned())
        .collect();
    for (path, file) in &files {
        let Some(own) = path.strip_prefix("api/").map(module_of) else {
            continue;
        };
        let mut names = names_behind(file, "crate::api::");
        if path.matches('/').count() == 1 {
            names.extend(names_behind(file, "super::"));
        }
        for name in names {
            assert!(
                name == own || !apis.contains(&name),
                "{path}: one API must not import another, {name}"
            );
        }
    }
}
