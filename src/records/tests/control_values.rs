//! The values of control records in every version, as Apache Kafka's own classes write them.
//!
//! Each line of `golden/control_records.txt` is one value: version, type, what is filled in, and the bytes in
//! hexadecimal.

use kalda_records::control::ControlRecord;

const GOLDEN: &str = include_str!("../golden/control_records.txt");

struct Specimen {
    line: &'static str,
    key: [u8; 4],
    case: &'static str,
    value: Vec<u8>,
}

fn specimen(line: &'static str) -> Specimen {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [_version, kind, case, hex] = words.as_slice() else {
        panic!("not a golden line: {line}");
    };
    let mut value: Vec<u8> = (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).expect("hexadecimal"))
        .collect();
    let control_type = match *kind {
        "end_txn_marker" => 1,
        "leader_change" => 2,
        "snapshot_header" => 3,
        "snapshot_footer" => 4,
        "kraft_version" => 5,
        "voters" => 6,
        unknown => panic!("a type of its own: {unknown}"),
    };
    if control_type == 1 {
        // Kafka's class knows only what follows the version.
        value.splice(0..0, [0, 0]);
    }
    let key = [0, 0, 0, control_type];
    Specimen {
        line,
        key,
        case,
        value,
    }
}

fn specimens() -> impl Iterator<Item = Specimen> {
    let lines = GOLDEN.lines().filter(|line| !line.starts_with('#'));
    lines.map(specimen)
}

#[test]
fn values_that_kafka_wrote_are_written_back_byte_for_byte() {
    let mut compared = 0;
    for specimen in specimens().filter(|specimen| specimen.case != "unknown_tags") {
        let record = ControlRecord::decode(&specimen.key, &specimen.value).expect(specimen.line);
        assert_eq!(record.key(), specimen.key, "{}", specimen.line);
        assert_eq!(record.value(), specimen.value, "{}", specimen.line);
        compared += 1;
    }
    assert!(compared >= 14, "only {compared} values were compared");
}

#[test]
fn tagged_fields_that_nobody_knows_change_nothing() {
    let mut compared = 0;
    for tagged in specimens().filter(|specimen| specimen.case == "unknown_tags") {
        let record = ControlRecord::decode(&tagged.key, &tagged.value).expect(tagged.line);
        assert_eq!(record.key(), tagged.key, "{}", tagged.line);
        assert!(record.value().len() < tagged.value.len(), "{}", tagged.line);
        compared += 1;
    }
    assert!(compared >= 6, "only {compared} values were compared");
}

#[test]
fn a_value_cut_at_any_byte_is_refused() {
    for specimen in specimens() {
        for length in 0..specimen.value.len() {
            let cut = specimen.value.get(..length).unwrap_or_default();
            let decoded = ControlRecord::decode(&specimen.key, cut);
            assert!(decoded.is_err(), "{length} bytes of {}", specimen.line);
        }
    }
}
