//! The record that sets the quorum's voters.

use uuid::Uuid;

use super::wire::{
    Fields, put_array_of, put_i16, put_i32, put_no_tags, put_string, put_u16, put_uuid,
};

/// The voters of the quorum (KIP-853).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voters {
    /// Version of the record, 0.
    pub version: i16,
    /// All of them.
    pub voters: Vec<Voter>,
}

/// One voter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voter {
    /// Its node id.
    pub voter_id: i32,
    /// Its metadata log directory: a node that lost its disk is another voter.
    pub directory_id: Uuid,
    /// Where it listens.
    pub endpoints: Vec<VoterEndpoint>,
    /// Lowest `kraft.version` it speaks.
    pub min_supported_version: i16,
    /// Highest `kraft.version` it speaks.
    pub max_supported_version: i16,
}

/// An address of a voter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoterEndpoint {
    /// The listener's name.
    pub name: String,
    /// Host name or address.
    pub host: String,
    /// TCP port.
    pub port: u16,
}

impl Voters {
    pub(super) fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let version = fields.i16()?;
        let voters = fields.array_of(Voter::read)?;
        fields.skip_tags()?;
        Some(Self { version, voters })
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        put_i16(out, self.version);
        put_array_of(out, &self.voters, |out, voter| voter.write(out));
        put_no_tags(out);
    }
}

impl Voter {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let voter_id = fields.i32()?;
        let directory_id = fields.uuid()?;
        let endpoints = fields.array_of(VoterEndpoint::read)?;
        let min_supported_version = fields.i16()?;
        let max_supported_version = fields.i16()?;
        fields.skip_tags()?;
        fields.skip_tags()?;
        Some(Self {
            voter_id,
            directory_id,
            endpoints,
            min_supported_version,
            max_supported_version,
        })
    }

    fn write(&self, out: &mut Vec<u8>) {
        put_i32(out, self.voter_id);
        put_uuid(out, self.directory_id);
        put_array_of(out, &self.endpoints, |out, endpoint| endpoint.write(out));
        put_i16(out, self.min_supported_version);
        put_i16(out, self.max_supported_version);
        // Two ends: of the version range, which is a structure of its own, and of the voter.
        put_no_tags(out);
        put_no_tags(out);
    }
}

impl VoterEndpoint {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let name = fields.string()?;
        let host = fields.string()?;
        let port = fields.u16()?;
        fields.skip_tags()?;
        Some(Self { name, host, port })
    }

    fn write(&self, out: &mut Vec<u8>) {
        put_string(out, &self.name);
        put_string(out, &self.host);
        put_u16(out, self.port);
        put_no_tags(out);
    }
}
