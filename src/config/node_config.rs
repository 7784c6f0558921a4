//! The configuration of a node: its file and command line, checked as a whole.

use std::collections::BTreeSet;

use crate::checks;
use crate::key::{Handling, InvalidValue};
use crate::keys::{BROKER_KEYS, TOPIC_KEYS};
use crate::layers::{
    Layers, Scope, Texts, base_of_listener_key, check_broker_change, may_be_in_a_file,
};
use crate::nearest::nearest_key;
use crate::node_listeners::{self, NodeListeners};
use crate::properties::Properties;
use crate::synonyms::broker_synonyms_of_topic_key;
use crate::values::Values;

/// What a process is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// It serves clients.
    Broker,
    /// It keeps the cluster's metadata.
    Controller,
}

/// A node's configuration, in which every key is read and the keys fit together.
#[derive(Debug, Clone, PartialEq)]
pub struct NodeConfig {
    layers: Layers,
    values: Values,
    roles: BTreeSet<Role>,
    listeners: NodeListeners,
}

/// Something the person who starts the node should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// A key that does not exist.
    Unknown {
        /// As it was written.
        key: String,
        /// The key that was probably meant.
        nearest: Option<&'static str>,
    },
    /// Keys that are set and that Kalda does nothing with.
    Ignored {
        /// In the order of their names.
        keys: Vec<String>,
    },
    /// A combination that works, but badly.
    Warning(String),
}

impl NodeConfig {
    /// Reads and checks a node's properties.
    ///
    /// # Errors
    /// One sentence that names the key which is wrong, or which this release refuses.
    pub fn load(properties: &Properties) -> Result<(Self, Vec<Notice>), InvalidValue> {
        let mut file: Texts = properties
            .iter()
            .map(|(key, text)| (key.to_owned(), text.to_owned()))
            .collect();
        let mut notices = notices(&file);
        stand_in(&mut file, "broker.id", "node.id");
        stand_in(&mut file, "node.id", "broker.id");
        let config = Self::build(Layers {
            file,
            ..Layers::default()
        })?;
        notices.extend(checks::warnings(&config).into_iter().map(Notice::Warning));
        Ok((config, notices))
    }

    fn build(layers: Layers) -> Result<Self, InvalidValue> {
        let texts = layers.in_force();
        let values = Values::read(&BROKER_KEYS, &texts)?;
        check_listener_keys(&texts)?;
        refuse(&values)?;
        let roles = checks::roles(&values)?;
        let listeners = node_listeners::read(&values, &texts)?;
        let config = Self {
            layers,
            values,
            roles,
            listeners,
        };
        checks::check(&config)?;
        Ok(config)
    }

    /// This configuration under other dynamic values, and a sentence for each one that had to be left out, because it
    /// is not dynamic, of the wrong type, or of one broker although it is set for all.
    ///
    /// # Errors
    /// When the values do not fit together; then the present configuration stays in force.
    pub fn with_dynamic(
        &self,
        cluster: &Texts,
        broker: &Texts,
    ) -> Result<(Self, Vec<String>), InvalidValue> {
        let mut left_out = Vec::new();
        let mut fitting = |texts: &Texts, scope: Scope| {
            let mut kept = Texts::new();
            for (key, text) in texts {
                let one = Texts::from([(key.clone(), text.clone())]);
                match check_broker_change(&one, scope) {
                    Ok(()) => kept.extend(one),
                    Err(error) => left_out.push(error.to_string()),
                }
            }
            kept
        };
        let cluster = fitting(cluster, Scope::Cluster);
        let broker = fitting(broker, Scope::Broker);
        let layers = Layers {
            file: self.layers.file.clone(),
            cluster,
            broker,
        };
        Ok((Self::build(layers)?, left_out))
    }

    /// The layers that the values come from.
    pub fn layers(&self) -> &Layers {
        &self.layers
    }

    /// The value of every broker key.
    pub fn values(&self) -> &Values {
        &self.values
    }

    /// The values under the prefix `listener.name.<listener>.`, where one is set there, else the node's own.
    ///
    /// # Errors
    /// None, since the configuration was checked; the type says so because reading can fail.
    pub fn values_of_listener(&self, listener: &str) -> Result<Values, InvalidValue> {
        let prefix = format!("listener.name.{}.", listener.to_lowercase());
        let mut values = self.values.clone();
        for (name, text) in self.layers.in_force() {
            let key = name
                .strip_prefix(&prefix)
                .and_then(|base| BROKER_KEYS.get(base));
            if let Some(key) = key {
                values.set(key.name, key.parse(&text)?);
            }
        }
        Ok(values)
    }

    /// What this process is for.
    pub fn roles(&self) -> &BTreeSet<Role> {
        &self.roles
    }

    /// Whether this process is a broker.
    pub fn is_broker(&self) -> bool {
        self.roles.contains(&Role::Broker)
    }

    /// Whether this process is a controller.
    pub fn is_controller(&self) -> bool {
        self.roles.contains(&Role::Controller)
    }

    /// The listeners.
    pub fn listeners(&self) -> &NodeListeners {
        &self.listeners
    }

    /// `log.dirs`, or `log.dir` without it.
    ///
    /// # Errors
    /// None, since both are keys of lists.
    pub fn log_dirs(&self) -> Result<Vec<String>, InvalidValue> {
        match self.values.list_if_set("log.dirs")? {
            Some(dirs) => Ok(dirs),
            None => self.values.list("log.dir"),
        }
    }

    /// `metadata.log.dir`, or the first log directory without it.
    ///
    /// # Errors
    /// None, since a node has at least one log directory.
    pub fn metadata_log_dir(&self) -> Result<String, InvalidValue> {
        if let Some(dir) = self.values.string_if_set("metadata.log.dir")? {
            return Ok(dir);
        }
        let first = self.log_dirs()?.into_iter().next();
        first.ok_or_else(|| InvalidValue::said("log.dirs names no directory"))
    }

    /// What each topic key is worth for a topic that does not set it: its first synonym that has a value, else its own
    /// default.
    ///
    /// # Errors
    /// A value in hours or minutes that is too long in milliseconds.
    pub fn topic_defaults(&self) -> Result<Texts, InvalidValue> {
        let mut defaults = Texts::new();
        for key in TOPIC_KEYS.iter() {
            let synonyms = broker_synonyms_of_topic_key(key.name).iter();
            let mut values = synonyms
                .filter_map(|synonym| Some((synonym, self.values.get(synonym.broker_key)?)))
                .map(|(synonym, value)| synonym.transform.apply(value));
            let value = match values.next() {
                Some(value) => Some(value?),
                None => key.default_value(),
            };
            if let Some(value) = value {
                defaults.insert(key.name.to_owned(), topic_text(key.name, &value.to_text()));
            }
        }
        Ok(defaults)
    }
}

/// Any negative retention time of a broker means for ever, which a topic spells -1.
fn topic_text(key: &str, text: &str) -> String {
    if key == "retention.ms" && text.starts_with('-') {
        "-1".to_owned()
    } else {
        text.to_owned()
    }
}

/// Gives `key` the text of its other name, if only that one is set.
fn stand_in(file: &mut Texts, key: &str, other_name: &str) {
    if !file.contains_key(key)
        && let Some(text) = file.get(other_name).cloned()
    {
        file.insert(key.to_owned(), text);
    }
}

fn notices(file: &Texts) -> Vec<Notice> {
    let mut notices = Vec::new();
    let mut ignored = Vec::new();
    for key in file.keys() {
        let base = base_of_listener_key(key).unwrap_or(key);
        match BROKER_KEYS.get(base) {
            Some(_) if !may_be_in_a_file(base) => ignored.push(key.clone()),
            Some(known) => match known.handling {
                Handling::Ignored => ignored.push(key.clone()),
                Handling::Acts | Handling::Refused(_) => {}
            },
            None => notices.push(Notice::Unknown {
                key: key.clone(),
                nearest: nearest_key(key),
            }),
        }
    }
    if !ignored.is_empty() {
        notices.push(Notice::Ignored { keys: ignored });
    }
    notices
}

fn check_listener_keys(texts: &Texts) -> Result<(), InvalidValue> {
    for (name, text) in texts {
        if let Some(key) = base_of_listener_key(name).and_then(|base| BROKER_KEYS.get(base)) {
            key.parse(text)?;
        }
    }
    Ok(())
}

fn refuse(values: &Values) -> Result<(), InvalidValue> {
    for (name, value) in values.iter() {
        let reason = value
            .zip(BROKER_KEYS.get(name))
            .and_then(|(value, key)| key.refusal(value));
        if let Some(reason) = reason {
            return Err(InvalidValue::said(reason));
        }
    }
    Ok(())
}

#[cfg(test)]
#[path = "node_config_tests.rs"]
mod tests;
