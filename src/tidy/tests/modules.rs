//! Every file is part of its crate, begins by saying what it is for, and leaves no marks for later.

use std::collections::{BTreeMap, BTreeSet};

use kalda_tidy::{SourceFile, files, written_rust};

/// The file that each `mod` line of a file stands for.
fn modules_of(file: &SourceFile, all: &BTreeMap<String, SourceFile>) -> Vec<String> {
    let (folder, _) = file.path.rsplit_once('/').unwrap_or(("", ""));
    let is_root = ["lib", "main", "mod", "build"].contains(&file.stem())
        || folder.ends_with("/tests")
        || folder.ends_with("/benches");
    let below = if is_root {
        folder.to_owned()
    } else {
        format!("{folder}/{}", file.stem())
    };
    let mut found = Vec::new();
    let mut at = None;
    for line in file.text.lines().map(str::trim) {
        if let Some(path) = line
            .strip_prefix("#[path = \"")
            .and_then(|rest| rest.split('"').next())
        {
            at = Some(format!("{folder}/{path}"));
            continue;
        }
        let declared = line
            .strip_suffix(';')
            .and_then(|line| line.split("mod ").last().filter(|_| is_mod_line(line)));
        if let Some(name) = declared {
            let name = name.trim_start_matches("r#");
            let usual = [
                format!("{below}/{name}.rs"),
                format!("{below}/{name}/mod.rs"),
            ];
            found.extend(
                at.take()
                    .into_iter()
                    .chain(usual)
                    .filter(|path| all.contains_key(path)),
            );
        } else if !line.starts_with("#[") {
            at = None;
        }
    }
    found
}

fn is_mod_line(line: &str) -> bool {
    let line = line
        .trim_start_matches("pub(crate) ")
        .trim_start_matches("pub(super) ")
        .trim_start_matches("pub ");
    line.starts_with("mod ")
}

fn is_root_of_a_target(path: &str) -> bool {
    let parts: Vec<_> = path.split('/').collect();
    match parts.as_slice() {
        ["src", _, "lib.rs" | "main.rs" | "build.rs"] => true,
        ["src", _, "tests" | "benches" | "examples" | "bin", file] => file.ends_with(".rs"),
        _ => false,
    }
}

#[test]
fn no_file_lies_about_that_nothing_compiles() {
    let is_ours = |file: &SourceFile| file.is_rust() && file.path.starts_with("src/");
    let all: BTreeMap<_, _> = files()
        .into_iter()
        .filter(is_ours)
        .map(|file| (file.path.clone(), file))
        .collect();
    let manifests: Vec<_> = files()
        .into_iter()
        .filter(|file| file.path.ends_with("Cargo.toml"))
        .collect();
    let named_by_a_manifest = |path: &str| {
        manifests.iter().any(|manifest| {
            let folder = manifest.path.trim_end_matches("Cargo.toml");
            path.strip_prefix(folder)
                .is_some_and(|below| manifest.text.contains(&format!("path = \"{below}\"")))
        })
    };
    let mut open: Vec<_> = all
        .keys()
        .filter(|path| is_root_of_a_target(path) || named_by_a_manifest(path))
        .cloned()
        .collect();
    let mut reached = BTreeSet::new();
    while let Some(path) = open.pop() {
        if let Some(file) = all.get(&path)
            && reached.insert(path)
        {
            open.extend(modules_of(file, &all));
        }
    }
    let dead: Vec<_> = all.keys().filter(|path| !reached.contains(*path)).collect();
    assert!(dead.is_empty(), "no mod line names these files: {dead:#?}");
}

#[test]
fn every_file_begins_by_saying_what_it_is_for() {
    let silent: Vec<_> = written_rust()
        .into_iter()
        .filter(|file| !file.text.starts_with("//! "))
        .map(|file| file.path)
        .collect();
    assert!(
        silent.is_empty(),
        "these files begin without //!: {silent:#?}"
    );
}

#[test]
fn nothing_is_left_for_later_and_no_test_is_switched_off() {
    // Put together here, so that this file does not find itself.
    let marks = [
        "TO".to_owned() + "DO",
        "FIX".to_owned() + "ME",
        "#[ign".to_owned() + "ore",
        "todo".to_owned() + "!(",
    ];
    for file in written_rust() {
        let found = file
            .text
            .lines()
            .find(|line| marks.iter().any(|mark| line.contains(mark.as_str())));
        assert!(found.is_none(), "{}: {found:?}", file.path);
    }
}
