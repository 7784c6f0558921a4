//! Kafka's configuration: its keys with their types, defaults and rules, the text of `server.properties`, and what
//! the keys demand of each other.
//!
//! Nothing here reads a file or a clock. The error sentences follow Kafka's, since people and tools search for them.

mod checks;
mod describe;
mod key;
mod keys;
mod kind;
mod layers;
mod listener;
mod nearest;
mod node_config;
mod node_listeners;
mod number;
mod properties;
mod quorum;
mod resources;
mod synonyms;
mod valid;
mod values;

pub use checks::connection_overrides;
pub use describe::{
    Described, Source, SourcedText, describe_broker, describe_client_metrics, describe_cluster,
    describe_group, describe_topic,
};
pub use key::{Handling, Importance, InvalidValue, KeyDef, KeyTable, Preset, Update, Visibility};
pub use keys::{BROKER_KEYS, CLIENT_METRICS_KEYS, GROUP_KEYS, QUOTA_KEYS, TOPIC_KEYS};
pub use kind::{HIDDEN, Kind, Value};
pub use layers::{Layers, Scope, Texts, check_broker_change, check_thread_change};
pub use listener::{Endpoint, ProtocolMap, SecurityProtocol, parse_protocol_map};
pub use nearest::nearest_key;
pub use node_config::{NodeConfig, Notice, Role};
pub use node_listeners::NodeListeners;
pub use properties::{Properties, PropertiesError, write_properties};
pub use quorum::{HostPort, parse_bootstrap_servers, parse_voters};
pub use resources::{check_client_metrics, check_group, texts, topic_values};
pub use synonyms::{
    Synonym, Transform, broker_synonym_of_group_key, broker_synonyms, broker_synonyms_of_topic_key,
};
pub use valid::Valid;
pub use values::Values;
