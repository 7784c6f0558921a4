//! What an image holds for access control and quotas. Kept as the records say, so that none is lost in a snapshot.

use std::collections::BTreeMap;
use std::sync::Arc;

use rpds::RedBlackTreeMapSync;
use uuid::Uuid;

use super::{Image, ReplayError};
use kalda_protocol::metadata_records::{
    AccessControlEntryRecord, ClientQuotaRecord, DelegationTokenRecord, EntityData,
    RemoveAccessControlEntryRecord, UserScramCredentialRecord,
};

/// Whom a quota is for: `(entity type, name or the default)`, sorted by type.
pub type QuotaEntity = Vec<(String, Option<String>)>;

/// Access control, credentials and quotas.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Access {
    pub(super) quotas: RedBlackTreeMapSync<QuotaEntity, Arc<BTreeMap<String, f64>>>,
    pub(super) scram: RedBlackTreeMapSync<(i8, String), Arc<UserScramCredentialRecord>>,
    pub(super) acls: RedBlackTreeMapSync<Uuid, Arc<AccessControlEntryRecord>>,
    pub(super) tokens: RedBlackTreeMapSync<String, Arc<DelegationTokenRecord>>,
}

impl Image {
    /// All quotas, by whom they are for.
    pub fn quotas(&self) -> impl Iterator<Item = (&QuotaEntity, &BTreeMap<String, f64>)> {
        self.access
            .quotas
            .iter()
            .map(|(entity, quotas)| (entity, &**quotas))
    }

    /// All SCRAM credentials.
    pub fn scram_credentials(&self) -> impl Iterator<Item = &UserScramCredentialRecord> {
        self.access.scram.values().map(|credential| &**credential)
    }

    /// All access control entries.
    pub fn acls(&self) -> impl Iterator<Item = &AccessControlEntryRecord> {
        self.access.acls.values().map(|entry| &**entry)
    }

    /// All delegation tokens.
    pub fn delegation_tokens(&self) -> impl Iterator<Item = &DelegationTokenRecord> {
        self.access.tokens.values().map(|token| &**token)
    }

    /// Whether `other` has the same quotas, credentials, entries and tokens.
    pub(crate) fn has_same_access(&self, other: &Self) -> bool {
        let (ours, theirs) = (&self.access, &other.access);
        let is_shared = ours.quotas.ptr_eq(&theirs.quotas)
            && ours.scram.ptr_eq(&theirs.scram)
            && ours.acls.ptr_eq(&theirs.acls)
            && ours.tokens.ptr_eq(&theirs.tokens);
        is_shared || ours == theirs
    }

    pub(super) fn replay_quota(&mut self, record: &ClientQuotaRecord) {
        let mut entity: QuotaEntity = record
            .entity
            .iter()
            .map(|part| (part.entity_type.clone(), part.entity_name.clone()))
            .collect();
        entity.sort();
        let mut quotas = self
            .access
            .quotas
            .get(&entity)
            .map_or_else(Arc::default, Arc::clone);
        let changed = Arc::make_mut(&mut quotas);
        if record.remove {
            changed.remove(&record.key);
        } else {
            changed.insert(record.key.clone(), record.value);
        }
        if changed.is_empty() {
            self.access.quotas.remove_mut(&entity);
        } else {
            self.access.quotas.insert_mut(entity, quotas);
        }
    }

    pub(super) fn replay_remove_acl(
        &mut self,
        record: &RemoveAccessControlEntryRecord,
    ) -> Result<(), ReplayError> {
        if self.access.acls.remove_mut(&record.id) {
            Ok(())
        } else {
            Err(ReplayError::UnknownAcl(record.id))
        }
    }
}

/// The form in which records name whom a quota is for.
pub(super) fn entity_parts(entity: &QuotaEntity) -> Vec<EntityData> {
    entity
        .iter()
        .map(|(entity_type, entity_name)| EntityData {
            entity_type: entity_type.clone(),
            entity_name: entity_name.clone(),
        })
        .collect()
}
