//! House rules that no compiler checks, as tests. Here: finding and reading the repository's files.

use std::fs;
use std::path::{Path, PathBuf};

/// Folders that hold no source of ours.
const SKIPPED: [&str; 6] = [
    ".cache",
    ".git",
    "__pycache__",
    "kalda-data",
    "node_modules",
    "target",
];

/// A file of the repository.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Its path below the repository's root, with `/` between the parts.
    pub path: String,
    /// Its text; files that are not UTF-8 are left out of the list.
    pub text: String,
}

impl SourceFile {
    /// Whether a program wrote it: it is checked against its source by a test of its own crate.
    pub fn is_generated(&self) -> bool {
        self.path.contains("/generated/") || self.path.ends_with("/generated.rs")
    }

    /// Whether it is Rust.
    pub fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// The crate it belongs to, by the name of its folder in `src/`.
    pub fn crate_name(&self) -> Option<&str> {
        self.path
            .strip_prefix("src/")?
            .split_once('/')
            .map(|(name, _)| name)
    }

    /// The name of the file without its folder and extension.
    pub fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        name.split('.').next().unwrap_or(name)
    }

    /// Its lines of code: without comments, and without what follows the first inline test module.
    pub fn code(&self) -> impl Iterator<Item = &str> {
        let tests_begin = self.text.find("\nmod tests {").unwrap_or(self.text.len());
        let code = self.text.get(..tests_begin).unwrap_or(&self.text);
        code.lines()
            .filter(|line| !line.trim_start().starts_with("//"))
    }
}

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// All text files of the repository, by path.
pub fn files() -> Vec<SourceFile> {
    let mut files = Vec::new();
    collect(&root(), "", &mut files);
    files.sort_by(|one, other| one.path.cmp(&other.path));
    assert!(files.len() > 100, "the repository was not found");
    files
}

/// All Rust files below `src/` that people write.
pub fn written_rust() -> Vec<SourceFile> {
    let is_ours =
        |file: &SourceFile| file.is_rust() && file.path.starts_with("src/") && !file.is_generated();
    files().into_iter().filter(is_ours).collect()
}

fn collect(dir: &Path, below: &str, files: &mut Vec<SourceFile>) {
    let Ok(entries) = fs::read_dir(dir) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if below.is_empty() {
            name.clone()
        } else {
            format!("{below}/{name}")
        };
        let is_dir = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if SKIPPED.contains(&name.as_str()) {
            continue;
        }
        if is_dir {
            collect(&entry.path(), &path, files);
        } else if let Ok(text) = fs::read_to_string(entry.path()) {
            files.push(SourceFile { path, text });
        }
    }
}
