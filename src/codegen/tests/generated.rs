//! The committed code in `src/protocol/generated/` is what the schema files say.
//!
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated` writes it anew.

use std::fs;
use std::path::{Path, PathBuf};

use kalda_codegen::{
    GeneratedFile, Message, format, keyed_records, messages, parser, records, shapes,
};

/// The APIs whose messages are ours: kafka-protocol lacks them, or their newest version.
const OUR_MESSAGES: [&str; 14] = [
    "add_raft_voter",
    "broker_heartbeat",
    "describe_log_dirs",
    "describe_share_group_offsets",
    "list_offsets",
    "offset_commit",
    "offset_fetch",
    "read_share_group_state_summary",
    "share_acknowledge",
    "share_fetch",
    "streams_group_describe",
    "streams_group_heartbeat",
    "write_share_group_state",
    "write_txn_markers",
];

/// This test is not one of `kalda-protocol`, so that code which no longer compiles can be written anew.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../protocol")
}

fn schema(path: &str) -> Vec<Message> {
    let text = fs::read_to_string(folder().join(path)).expect("a schema file");
    parser::parse(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every API's file, by its path, in the order of the keys.
fn apis() -> Vec<(String, Vec<Message>)> {
    let entries = fs::read_dir(folder().join("schema/apis")).expect("the folder of the APIs");
    let names = entries.map(|entry| {
        entry
            .expect("an entry")
            .file_name()
            .into_string()
            .expect("text")
    });
    let mut apis: Vec<(String, Vec<Message>)> = names
        .map(|name| format!("schema/apis/{name}"))
        .map(|path| (path.clone(), schema(&path)))
        .collect();
    apis.sort_by_key(|(_, messages)| messages.first().map(|message| message.key));
    apis
}

fn all_files() -> Vec<GeneratedFile> {
    let record_schema = "schema/metadata_records.schema";
    let mut files = vec![records::module(
        "MetadataRecord",
        record_schema,
        &schema(record_schema),
    )];
    let group_schema = "schema/group_records.schema";
    files.push(keyed_records::module(
        "GroupRecord",
        "The records of the group coordinator's log.",
        group_schema,
        &schema(group_schema),
    ));
    let apis = apis();
    let mut ours = Vec::new();
    for (path, api) in &apis {
        files.push(shapes::module(path, api));
        if OUR_MESSAGES
            .iter()
            .any(|name| *path == format!("schema/apis/{name}.schema"))
        {
            files.extend(api.iter().map(|message| messages::module(path, message)));
            ours.extend(api);
        }
    }
    files.push(messages::index(&ours));
    let all: Vec<Vec<Message>> = apis.into_iter().map(|(_, api)| api).collect();
    files.push(shapes::index(&all));
    files
}

#[test]
fn committed_code_is_what_the_schema_says() {
    let regenerate = std::env::var_os("KALDA_REGENERATE").is_some();
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("generated");
    let files = format::rustfmt(&all_files(), &scratch).unwrap_or_else(|error| panic!("{error}"));
    for file in files {
        let place = folder().join("generated").join(&file.path);
        if regenerate {
            fs::create_dir_all(place.parent().expect("a folder")).expect("a folder for the code");
            fs::write(&place, file.text).expect("the code is written");
            continue;
        }
        let committed = fs::read_to_string(&place).unwrap_or_default();
        assert!(
            committed == file.text,
            "{} differs from its schema: regenerate it",
            place.display()
        );
    }
}
