//! The committed code in `generated/` is what the schema files say.
//!
//! `KALDA_REGENERATE=1 cargo test -p kalda-protocol --test generated` writes it anew.

use std::fs;
use std::path::{Path, PathBuf};

use kalda_codegen::{GeneratedFile, Message, format, parser, records};

fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn schema(path: &str) -> Vec<Message> {
    let text = fs::read_to_string(folder().join("schema").join(path)).expect("a schema file");
    parser::parse(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn all_files() -> Vec<GeneratedFile> {
    vec![records::module(
        "MetadataRecord",
        "schema/metadata_records.schema",
        &schema("metadata_records.schema"),
    )]
}

#[test]
fn committed_code_is_what_the_schema_says() {
    let regenerate = std::env::var_os("KALDA_REGENERATE").is_some();
    for file in all_files() {
        let place: PathBuf = folder().join("generated").join(&file.path);
        let code =
            format::rustfmt(&file.text).unwrap_or_else(|error| panic!("{}: {error}", file.path));
        if regenerate {
            fs::create_dir_all(place.parent().expect("a folder")).expect("a folder for the code");
            fs::write(&place, code).expect("the code is written");
            continue;
        }
        let committed = fs::read_to_string(&place).unwrap_or_default();
        assert!(
            committed == code,
            "{} differs from its schema: regenerate it",
            place.display()
        );
    }
}
