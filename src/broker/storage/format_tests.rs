//! Formatting on a disk in memory; the printed lines are those of Kafka 4.3's tool.

use kalda_config::Properties;
use kalda_disk::{CrashOutcome, FaultyDisk, read_file};
use kalda_quorum::checkpoint::{BOOTSTRAP_FILE, read_bootstrap_checkpoint};

use super::*;
use crate::storage::list_directories;

const CLUSTER: &str = "4L6g3nShT-eMCtK--X86sw";

fn config(changes: &[(&str, &str)]) -> NodeConfig {
    let mut properties: Properties = [
        ("process.roles", "broker,controller"),
        ("node.id", "1"),
        ("controller.listener.names", "CONTROLLER"),
        ("controller.quorum.voters", "1@localhost:9093"),
        (
            "listeners",
            "PLAINTEXT://localhost:9092,CONTROLLER://localhost:9093",
        ),
        ("log.dirs", "/d1,/d2"),
    ]
    .into_iter()
    .collect();
    for (key, text) in changes {
        properties.set(*key, *text);
    }
    NodeConfig::load(&properties).unwrap().0
}

const DYNAMIC: [(&str, &str); 2] = [
    ("controller.quorum.voters", ""),
    ("controller.quorum.bootstrap.servers", "localhost:9093"),
];

struct Bench {
    disk: Arc<FaultyDisk>,
    next_id: u128,
}

impl Bench {
    fn new() -> Self {
        Self {
            disk: Arc::new(FaultyDisk::new()),
            next_id: 1 << 100,
        }
    }

    fn format(
        &mut self,
        config: &NodeConfig,
        request: &FormatRequest,
    ) -> Result<Vec<String>, String> {
        let mut lines = Vec::new();
        let next_id = &mut self.next_id;
        let mut formatting = Formatting {
            disk: Arc::clone(&self.disk) as Arc<dyn Disk>,
            now_ms: 0,
            random_id: &mut || {
                *next_id += 1;
                Uuid::from_u128(*next_id)
            },
            say: &mut |line| lines.push(line.to_owned()),
        };
        formatting
            .run(config, request)
            .map_err(|error| error.to_string())?;
        Ok(lines)
    }

    fn bytes(&self, path: &str) -> Vec<u8> {
        read_file(&*self.disk, Path::new(path), 1 << 20).unwrap()
    }
}

fn request() -> FormatRequest {
    FormatRequest {
        cluster_id: CLUSTER.to_owned(),
        ..FormatRequest::default()
    }
}

#[test]
fn a_fixed_quorum_gets_its_files_and_kafkas_lines() {
    let mut bench = Bench::new();
    let lines = bench.format(&config(&[]), &request()).unwrap();
    assert!(lines[0].starts_with(
        "Bootstrap metadata: BootstrapMetadata(records=[ApiMessageAndVersion(FeatureLevelRecord(\
         name='metadata.version', featureLevel=30) at version 0), ApiMessageAndVersion(FeatureLevelRecord(\
         name='eligible.leader.replicas.version', featureLevel=1) at version 0), "
    ));
    assert!(lines[0].ends_with("], metadataVersionLevel=30, source=format command)"));
    assert_eq!(
        lines[1],
        "Formatting metadata directory /d1 with metadata.version 4.3-IV0."
    );
    assert_eq!(
        lines[2],
        "Formatting data directory /d2 with metadata.version 4.3-IV0."
    );
    for dir in ["/d1", "/d2"] {
        let meta = MetaProperties::parse(&bench.bytes(&format!("{dir}/{FILE_NAME}"))).unwrap();
        assert_eq!(
            (meta.node_id, meta.cluster_id.as_deref()),
            (Some(1), Some(CLUSTER))
        );
        // The size that Kafka 4.3 writes for the same six records.
        assert_eq!(bench.bytes(&format!("{dir}/{BOOTSTRAP_FILE}")).len(), 411);
        let records = read_bootstrap_checkpoint(&*bench.disk, Path::new(dir))
            .unwrap()
            .unwrap();
        assert_eq!(records.len(), 6);
    }
    assert!(
        bench
            .disk
            .stat(Path::new("/d1/__cluster_metadata-0"))
            .unwrap()
            .is_none()
    );
}

#[test]
fn what_is_formatted_stays_and_may_be_completed() {
    let mut bench = Bench::new();
    bench
        .format(&config(&[("log.dirs", "/d1")]), &request())
        .unwrap();
    let again = bench.format(&config(&[]), &request()).unwrap_err();
    assert_eq!(
        again,
        "Log directory /d1 is already formatted. Use --ignore-formatted to ignore this directory and format the others."
    );
    let before = bench.bytes("/d1/meta.properties");
    let ignoring = FormatRequest {
        ignore_formatted: true,
        ..request()
    };
    assert_eq!(bench.format(&config(&[]), &ignoring).unwrap().len(), 2);
    assert_eq!(bench.bytes("/d1/meta.properties"), before);
    let lines = bench.format(&config(&[]), &ignoring).unwrap();
    assert_eq!(lines, ["All of the log directories are already formatted."]);
    let other = FormatRequest {
        cluster_id: "xxx".to_owned(),
        ..ignoring
    };
    let expected =
        format!("Invalid cluster.id in: /d1/meta.properties. Expected xxx, but read {CLUSTER}");
    assert_eq!(bench.format(&config(&[]), &other).unwrap_err(), expected);
}

#[test]
fn a_dynamic_quorum_gets_its_first_snapshot() {
    let mut bench = Bench::new();
    assert!(
        bench
            .format(&config(&DYNAMIC), &request())
            .unwrap_err()
            .starts_with("Because controller.quorum.voters")
    );
    let standalone = FormatRequest {
        voters: FirstVoters::Standalone,
        ..request()
    };
    let lines = bench.format(&config(&DYNAMIC), &standalone).unwrap();
    assert_eq!(
        lines[1],
        "Formatting dynamic metadata voter directory /d1 with metadata.version 4.3-IV0."
    );
    let snapshot =
        bench.bytes("/d1/__cluster_metadata-0/00000000000000000000-0000000000.checkpoint");
    // The size that Kafka 4.3 writes for a host of nine letters.
    assert_eq!(snapshot.len(), 241);
}

#[test]
fn named_voters_give_a_voter_its_directory_id_and_others_a_snapshot() {
    let mut bench = Bench::new();
    let named = |text: &str| FormatRequest {
        voters: FirstVoters::Named(text.to_owned()),
        ..request()
    };
    let own = "1@localhost:9093:JEXY6aqzQY-32P5TStzaFg";
    bench.format(&config(&DYNAMIC), &named(own)).unwrap();
    let meta = MetaProperties::parse(&bench.bytes("/d1/meta.properties")).unwrap();
    assert_eq!(
        meta.directory_id
            .map(|id| uuid_text::to_text(&id))
            .as_deref(),
        Some("JEXY6aqzQY-32P5TStzaFg")
    );
    let mut bench = Bench::new();
    let lines = bench
        .format(&config(&DYNAMIC), &named("2@h:9093:JEXY6aqzQY-32P5TStzaFg"))
        .unwrap();
    assert_eq!(
        lines[1],
        "Formatting dynamic metadata directory /d1 with metadata.version 4.3-IV0."
    );
    assert!(
        bench
            .format(&config(&[]), &named(own))
            .unwrap_err()
            .starts_with("You cannot specify")
    );
}

#[test]
fn a_crash_while_formatting_leaves_directories_that_can_be_formatted() {
    let dirs = [PathBuf::from("/d1"), PathBuf::from("/d2")]
        .into_iter()
        .collect();
    let whole = Bench::new();
    let first_change = whole.disk.changes();
    for change in first_change..first_change + 100 {
        let mut bench = Bench::new();
        bench.disk.crash_at(change);
        let crashed = bench.format(&config(&[]), &request()).is_err();
        bench.disk.restart(CrashOutcome::LoseUnsynced);
        let ignoring = FormatRequest {
            ignore_formatted: true,
            ..request()
        };
        let lines = bench.format(&config(&[]), &ignoring).unwrap();
        assert!(!list_directories(&*bench.disk, &dirs).has_problems);
        if !crashed {
            assert_eq!(lines, ["All of the log directories are already formatted."]);
            return;
        }
    }
    panic!("formatting did not end");
}

#[test]
fn the_listing_tells_what_is_there_and_what_is_not() {
    let mut bench = Bench::new();
    let dirs = [PathBuf::from("/d1"), PathBuf::from("/d2")]
        .into_iter()
        .collect();
    let listing = list_directories(&*bench.disk, &dirs);
    assert_eq!(
        listing.lines,
        [
            "Found problems:",
            "  /d1 does not exist",
            "  /d2 does not exist",
            ""
        ]
    );
    bench
        .format(&config(&[("log.dirs", "/d1")]), &request())
        .unwrap();
    bench.disk.create_dir_all(Path::new("/d2")).unwrap();
    let listing = list_directories(&*bench.disk, &dirs);
    assert!(listing.has_problems);
    assert_eq!(
        listing.lines[..4],
        ["Found log directories:", "  /d1", "  /d2", ""]
    );
    let id = uuid_text::to_text(&Uuid::from_u128((1 << 100) + 1));
    let found = format!(
        "Found metadata: {{cluster.id={CLUSTER}, directory.id={id}, node.id=1, version=1}}"
    );
    assert_eq!(
        listing.lines[4..],
        [
            found.as_str(),
            "",
            "Found problem:",
            "  /d2 is not formatted.",
            ""
        ]
    );
}
