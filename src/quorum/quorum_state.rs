//! The `quorum-state` file: one line of JSON, in Kafka's two layouts.

use std::io;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use kalda_disk::{Disk, read_file, replace_file};
use serde_json::Value;
use uuid::Uuid;

use crate::election::{ElectionState, ReplicaKey};

/// Name of the file inside the metadata log's directory.
pub const QUORUM_STATE_FILE: &str = "quorum-state";
/// Layout 0 lists the voters; a quorum has seven at most.
const MAX_BYTES: usize = 64 * 1024;
const NOBODY: i64 = -1;

/// A `quorum-state` file that cannot be used. A guess in its place could vote twice in one epoch.
#[derive(Debug, thiserror::Error)]
pub enum QuorumStateError {
    /// The disk refused.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The content is not what Kafka writes.
    #[error("{}: {reason}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
}

/// Which layout is written; `kraft.version` decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QuorumStateLayout {
    /// `kraft.version` 0: voters are known by node id and listed.
    Static {
        /// Node ids of all voters.
        voters: Vec<i32>,
    },
    /// `kraft.version` 1: the vote carries the candidate's directory id.
    Dynamic,
}

/// Reads the state in `directory`; a directory without one has taken part in no election.
pub fn read_quorum_state(
    disk: &dyn Disk,
    directory: &Path,
) -> Result<ElectionState, QuorumStateError> {
    let path = directory.join(QUORUM_STATE_FILE);
    let io = |source| QuorumStateError::Io {
        path: path.clone(),
        source,
    };
    if disk.stat(&path).map_err(io)?.is_none() {
        return Ok(ElectionState::default());
    }
    let content = read_file(disk, &path, MAX_BYTES).map_err(io)?;
    parse(&content).map_err(|reason| QuorumStateError::Malformed { path, reason })
}

/// Replaces the state in `directory`: durable when this returns.
pub fn write_quorum_state(
    disk: &dyn Disk,
    directory: &Path,
    election: &ElectionState,
    layout: &QuorumStateLayout,
) -> io::Result<()> {
    let line = to_json(election, layout);
    replace_file(disk, &directory.join(QUORUM_STATE_FILE), line.as_bytes())
}

fn to_json(election: &ElectionState, layout: &QuorumStateLayout) -> String {
    let leader = election.leader.map_or(NOBODY, i64::from);
    let voted = election.voted.map_or(NOBODY, |voted| i64::from(voted.id));
    let epoch = election.epoch;
    let core = format!("\"leaderId\":{leader},\"leaderEpoch\":{epoch},\"votedId\":{voted}");
    match layout {
        QuorumStateLayout::Static { voters } => {
            let voters: Vec<String> = voters
                .iter()
                .map(|id| format!("{{\"voterId\":{id}}}"))
                .collect();
            let voters = voters.join(",");
            format!(
                "{{\"clusterId\":\"\",{core},\"appliedOffset\":0,\"currentVoters\":[{voters}],\"data_version\":0}}"
            )
        }
        QuorumStateLayout::Dynamic => {
            let directory = election
                .voted
                .map_or(Uuid::nil(), |voted| voted.directory_id);
            let directory = BASE64_URL_SAFE_NO_PAD.encode(directory.as_bytes());
            format!("{{{core},\"votedDirectoryId\":\"{directory}\",\"data_version\":1}}")
        }
    }
}

fn parse(content: &[u8]) -> Result<ElectionState, String> {
    let json: Value = serde_json::from_slice(content).map_err(|error| error.to_string())?;
    let number = |name: &str| {
        let value = json.get(name).and_then(Value::as_i64);
        value.ok_or_else(|| format!("no number named {name}"))
    };
    let version = number("data_version")?;
    if !(0..=1).contains(&version) {
        return Err(format!("data_version {version} is not 0 or 1"));
    }
    let node = |name: &str| match number(name)? {
        NOBODY => Ok(None),
        id => i32::try_from(id)
            .map(Some)
            .map_err(|_| format!("{name} {id} is no node id")),
    };
    let epoch = number("leaderEpoch")?;
    let epoch = i32::try_from(epoch).map_err(|_| format!("leaderEpoch {epoch} is no epoch"))?;
    let directory_id = if version >= 1 {
        directory(&json)?
    } else {
        Uuid::nil()
    };
    let voted = node("votedId")?.map(|id| ReplicaKey { id, directory_id });
    Ok(ElectionState {
        epoch,
        leader: node("leaderId")?,
        voted,
    })
}

fn directory(json: &Value) -> Result<Uuid, String> {
    let text = json.get("votedDirectoryId").and_then(Value::as_str);
    let text = text.ok_or("no text named votedDirectoryId")?;
    let bytes = BASE64_URL_SAFE_NO_PAD
        .decode(text)
        .map_err(|error| error.to_string())?;
    Uuid::from_slice(&bytes).map_err(|_| format!("votedDirectoryId {text} is no directory id"))
}

#[cfg(test)]
mod tests {
    use kalda_disk::{FaultyDisk, OpenMode};

    use super::*;

    fn voted() -> ElectionState {
        let directory_id = Uuid::from_u128(0x7e92_1ba7_2be2_4e7f_ab0c_1dbc_2975_7183);
        let voted = Some(ReplicaKey {
            id: 1,
            directory_id,
        });
        ElectionState {
            epoch: 2,
            leader: None,
            voted,
        }
    }

    #[test]
    fn both_layouts_are_kafkas_single_line() {
        assert_eq!(
            to_json(&voted(), &QuorumStateLayout::Dynamic),
            r#"{"leaderId":-1,"leaderEpoch":2,"votedId":1,"votedDirectoryId":"fpIbpyviTn-rDB28KXVxgw","data_version":1}"#
        );
        let leader = ElectionState {
            epoch: 2,
            leader: Some(1),
            voted: None,
        };
        assert_eq!(
            to_json(&leader, &QuorumStateLayout::Static { voters: vec![1, 2] }),
            r#"{"clusterId":"","leaderId":1,"leaderEpoch":2,"votedId":-1,"appliedOffset":0,"currentVoters":[{"voterId":1},{"voterId":2}],"data_version":0}"#
        );
    }

    #[test]
    fn what_is_written_is_read_back() {
        let disk = FaultyDisk::new();
        let directory = Path::new("/");
        assert_eq!(
            read_quorum_state(&disk, directory).unwrap(),
            ElectionState::default()
        );
        write_quorum_state(&disk, directory, &voted(), &QuorumStateLayout::Dynamic).unwrap();
        assert_eq!(read_quorum_state(&disk, directory).unwrap(), voted());
        let by_id = ElectionState {
            leader: Some(3),
            voted: Some(ReplicaKey::without_directory(1)),
            ..voted()
        };
        let layout = QuorumStateLayout::Static { voters: vec![1, 3] };
        write_quorum_state(&disk, directory, &by_id, &layout).unwrap();
        assert_eq!(read_quorum_state(&disk, directory).unwrap(), by_id);
    }

    #[test]
    fn a_state_that_cannot_be_read_is_an_error_and_not_a_fresh_start() {
        for content in [
            "",
            "{}",
            "[]",
            r#"{"leaderId":1,"leaderEpoch":2,"votedId":1,"data_version":1}"#,
            r#"{"leaderId":1,"leaderEpoch":2,"votedId":1,"votedDirectoryId":"x","data_version":1}"#,
            r#"{"leaderId":1,"leaderEpoch":2,"votedId":1,"data_version":2}"#,
            r#"{"leaderId":1,"leaderEpoch":3000000000,"votedId":1,"data_version":0}"#,
        ] {
            let disk = FaultyDisk::new();
            let path = Path::new("/quorum-state");
            disk.open(path, OpenMode::Create)
                .unwrap()
                .write_at(&[content.as_bytes()], 0)
                .unwrap();
            assert!(
                read_quorum_state(&disk, Path::new("/")).is_err(),
                "{content}"
            );
        }
    }
}
