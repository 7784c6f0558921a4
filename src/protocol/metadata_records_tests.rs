//! Metadata records against the bytes that Apache Kafka writes.

use uuid::Uuid;

use super::*;

/// What Apache Kafka's own classes write: version, record, case, and the bytes in hexadecimal.
const GOLDEN: &str = include_str!("golden/metadata_records.txt");

struct Specimen {
    line: &'static str,
    version: i16,
    case: &'static str,
    bytes: Vec<u8>,
}

fn specimens() -> Vec<Specimen> {
    let lines = GOLDEN.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let words: Vec<&str> = line.split_whitespace().collect();
            let [version, _, case, hex] = words[..] else {
                panic!("{line}")
            };
            let digits = hex
                .as_bytes()
                .chunks(2)
                .map(|pair| std::str::from_utf8(pair).unwrap());
            let bytes = digits
                .map(|pair| u8::from_str_radix(pair, 16).unwrap())
                .collect();
            Specimen {
                line,
                version: version.parse().unwrap(),
                case,
                bytes,
            }
        })
        .collect()
}

/// One record of each type, with nothing set.
fn defaults() -> Vec<MetadataRecord> {
    vec![
        RegisterBrokerRecord::default().into(),
        UnregisterBrokerRecord::default().into(),
        TopicRecord::default().into(),
        PartitionRecord::default().into(),
        ConfigRecord::default().into(),
        PartitionChangeRecord::default().into(),
        FenceBrokerRecord::default().into(),
        UnfenceBrokerRecord::default().into(),
        RemoveTopicRecord::default().into(),
        DelegationTokenRecord::default().into(),
        UserScramCredentialRecord::default().into(),
        FeatureLevelRecord::default().into(),
        ClientQuotaRecord::default().into(),
        ProducerIdsRecord::default().into(),
        BrokerRegistrationChangeRecord::default().into(),
        AccessControlEntryRecord::default().into(),
        RemoveAccessControlEntryRecord::default().into(),
        NoOpRecord::default().into(),
        ZkMigrationStateRecord::default().into(),
        RemoveUserScramCredentialRecord::default().into(),
        BeginTransactionRecord::default().into(),
        EndTransactionRecord::default().into(),
        AbortTransactionRecord::default().into(),
        RemoveDelegationTokenRecord::default().into(),
        RegisterControllerRecord::default().into(),
        ClearElrRecord::default().into(),
    ]
}

#[test]
fn records_that_kafka_wrote_are_written_back_byte_for_byte() {
    let specimens = specimens();
    assert!(specimens.len() > 100, "the golden file is there");
    for specimen in specimens
        .iter()
        .filter(|specimen| specimen.case != "unknown_tags")
    {
        let record =
            decode(&specimen.bytes).unwrap_or_else(|error| panic!("{error}: {}", specimen.line));
        let written = encode_version(&record, specimen.version).unwrap();
        assert_eq!(&written[..], &specimen.bytes[..], "{}", specimen.line);
    }
}

#[test]
fn tagged_fields_of_newer_nodes_are_ignored() {
    let specimens = specimens();
    let mut compared = 0;
    for pair in specimens
        .windows(2)
        .filter(|pair| pair[1].case == "unknown_tags")
    {
        let [known, unknown] = pair else {
            panic!("a pair")
        };
        if known.case == "empty" && known.version == unknown.version {
            decode(&unknown.bytes).unwrap_or_else(|error| panic!("{error}: {}", unknown.line));
            compared += 1;
        }
    }
    assert!(compared >= defaults().len(), "{compared}");
}

#[test]
fn a_record_with_nothing_set_is_what_kafka_writes_for_one() {
    for record in defaults() {
        let (_, newest) = MetadataRecord::versions(record.id()).unwrap();
        let written = encode_version(&record, newest).unwrap();
        let found = specimens().into_iter().any(|specimen| {
            specimen.case != "unknown_tags"
                && specimen.version == newest
                && specimen.bytes == written
        });
        assert!(found, "{}", record.name());
    }
}

#[test]
fn damage_never_passes_as_a_whole_record() {
    for specimen in specimens() {
        for end in 0..specimen.bytes.len() {
            assert!(
                decode(&specimen.bytes[..end]).is_err(),
                "{} cut at {end}",
                specimen.line
            );
        }
        let mut longer = specimen.bytes.clone();
        longer.push(0);
        assert_eq!(
            decode(&longer),
            Err(DecodeError::TrailingBytes(1)),
            "{}",
            specimen.line
        );
    }
}

#[test]
fn frames_that_are_not_known_are_refused() {
    assert_eq!(decode(&[0, 0, 0]), Err(DecodeError::UnknownFrameVersion(0)));
    assert_eq!(decode(&[2, 0, 0]), Err(DecodeError::UnknownFrameVersion(2)));
    assert_eq!(decode(&[1, 6, 0]), Err(DecodeError::UnknownRecord(6)));
    assert_eq!(
        decode(&[1, 2, 1]),
        Err(DecodeError::UnknownRecordVersion(2))
    );
}

/// The version that the encoded record carries; all numbers of the frame are small.
fn version_at(record: impl Into<MetadataRecord>, metadata_version: i16) -> u8 {
    encode(&record.into(), metadata_version).unwrap()[2]
}

#[test]
fn the_metadata_version_chooses_the_version_of_a_record() {
    let at = [7, 8, 17, 23, 30];
    assert_eq!(
        at.map(|level| version_at(PartitionRecord::default(), level)),
        [0, 0, 1, 2, 2]
    );
    assert_eq!(
        at.map(|level| version_at(PartitionChangeRecord::default(), level)),
        [0, 0, 1, 2, 2]
    );
    assert_eq!(
        at.map(|level| version_at(RegisterBrokerRecord::default(), level)),
        [1, 2, 3, 3, 4]
    );
    assert_eq!(
        at.map(|level| version_at(TopicRecord::default(), level)),
        [0; 5]
    );
}

#[test]
fn a_change_of_registration_takes_the_oldest_version_that_can_say_it() {
    let change = BrokerRegistrationChangeRecord::default();
    assert_eq!(
        version_at(
            BrokerRegistrationChangeRecord {
                fenced: 1,
                ..change.clone()
            },
            30
        ),
        0
    );
    let shutdown = BrokerRegistrationChangeRecord {
        in_controlled_shutdown: 1,
        ..change.clone()
    };
    assert_eq!(version_at(shutdown, 30), 1);
    let offline = BrokerRegistrationChangeRecord {
        log_dirs: vec![Uuid::nil()],
        ..change.clone()
    };
    assert_eq!(version_at(offline, 30), 2);
    let cordoned = BrokerRegistrationChangeRecord {
        cordoned_log_dirs: Some(Vec::new()),
        ..change
    };
    assert_eq!(version_at(cordoned, 30), 3);
}

#[test]
fn a_field_that_the_level_does_not_know_is_an_error_and_not_lost() {
    let record = PartitionRecord {
        directories: vec![Uuid::nil()],
        ..PartitionRecord::default()
    };
    let refused = encode(&record.clone().into(), 16);
    assert_eq!(
        refused,
        Err(EncodeError::Unencodable(
            "Directories is set, but version 0 has no such field".into()
        ))
    );
    let written = encode_latest(&record.clone().into()).unwrap();
    assert_eq!(decode(&written), Ok(record.into()));
}
