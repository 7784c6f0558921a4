//! All keys of Apache Kafka 4.3, one table for each kind of resource.

use crate::key::KeyTable;

mod client_metrics;
mod group;
mod groups;
mod log;
mod network;
mod node;
mod quota;
mod quotas_metrics;
mod remote;
mod replication;
mod sasl;
mod security;
mod server;
mod share;
mod ssl;
mod topic;
mod transactions;

/// The keys of a broker or controller, as `server.properties` holds them.
pub static BROKER_KEYS: KeyTable = KeyTable {
    sections: &[
        groups::GROUPS,
        log::LOG,
        network::NETWORK,
        node::NODE,
        quotas_metrics::QUOTAS_METRICS,
        remote::REMOTE,
        replication::REPLICATION,
        sasl::SASL,
        security::SECURITY,
        server::SERVER,
        share::SHARE,
        ssl::SSL,
        transactions::TRANSACTIONS,
    ],
};

/// The keys of a topic.
pub static TOPIC_KEYS: KeyTable = KeyTable {
    sections: &[topic::TOPIC],
};

/// The keys of a group.
pub static GROUP_KEYS: KeyTable = KeyTable {
    sections: &[group::GROUP],
};

/// The keys of a client metrics subscription.
pub static CLIENT_METRICS_KEYS: KeyTable = KeyTable {
    sections: &[client_metrics::CLIENT_METRICS],
};

/// The keys of a client quota, which AlterClientQuotas sets for users, client ids and addresses.
pub static QUOTA_KEYS: KeyTable = KeyTable {
    sections: &[quota::QUOTA],
};

#[cfg(test)]
#[path = "keys_tests.rs"]
mod tests;
