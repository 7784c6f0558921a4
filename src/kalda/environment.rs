//! Settings from environment variables, as Apache Kafka's container image reads them.

use kalda_config::Properties;

/// The cluster of a container that is not told another one, as in Apache Kafka's image.
pub(crate) const DEFAULT_CLUSTER_ID: &str = "5L6g3nShT-eMCtK--X86sw";

/// Variables that begin with `KAFKA_` and stand for no key.
const NO_KEYS: [&str; 11] = [
    "KAFKA_GC_LOG_OPTS",
    "KAFKA_HEAP_OPTS",
    "KAFKA_JMX_HOSTNAME",
    "KAFKA_JMX_OPTS",
    "KAFKA_JVM_PERFORMANCE_OPTS",
    "KAFKA_LOG4J_LOGGERS",
    "KAFKA_LOG4J_OPTS",
    "KAFKA_LOG4J_ROOT_LOGLEVEL",
    "KAFKA_OPTS",
    "KAFKA_TOOLS_LOG4J_LOGLEVEL",
    "KAFKA_VERSION",
];

/// What a container is told.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Environment {
    /// Keys and values, by key.
    pub(crate) keys: Vec<(String, String)>,
    /// `CLUSTER_ID`, if it is there.
    pub(crate) cluster_id: Option<String>,
}

impl Environment {
    /// Reads variables. `KAFKA_LOG_DIRS` is the key `log.dirs`; three underscores are a dash, two are one underscore.
    pub(crate) fn read(variables: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut environment = Self::default();
        for (name, value) in variables {
            if name == "CLUSTER_ID" && !value.is_empty() {
                environment.cluster_id = Some(value);
            } else if let Some(rest) = name.strip_prefix("KAFKA_")
                && !NO_KEYS.contains(&name.as_str())
            {
                let key = rest
                    .to_lowercase()
                    .replace('_', ".")
                    .replace("...", "-")
                    .replace("..", "_");
                environment.keys.push((key, value));
            }
        }
        environment.keys.sort_unstable();
        environment.listen_where_it_advertises();
        environment
    }

    fn get(&self, key: &str) -> Option<&str> {
        self.keys
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value.as_str())
    }

    /// Without `KAFKA_LISTENERS`, a broker listens on every interface at the ports that it advertises.
    fn listen_where_it_advertises(&mut self) {
        let is_broker = self.get("process.roles") != Some("controller");
        let Some(advertised) = self
            .get("advertised.listeners")
            .filter(|text| !text.is_empty() && is_broker)
        else {
            return;
        };
        if self.get("listeners").is_some_and(|text| !text.is_empty()) {
            return;
        }
        let everywhere = |entry: &str| match entry.split_once("://") {
            Some((name, address)) => match address.rsplit_once(':') {
                Some((_, port)) => format!("{name}://0.0.0.0:{port}"),
                None => entry.to_owned(),
            },
            None => entry.to_owned(),
        };
        let listeners: Vec<_> = advertised.split(',').map(everywhere).collect();
        self.keys.retain(|(key, _)| key != "listeners");
        self.keys
            .push(("listeners".to_owned(), listeners.join(",")));
    }

    /// The properties of the node: those of the mounted file, if there is one, under those of the variables; or, when
    /// neither says anything, the image's own.
    pub(crate) fn over(&self, mounted: Option<Properties>, own: Properties) -> Properties {
        let mut properties = mounted.unwrap_or_default();
        for (key, value) in &self.keys {
            properties.set(key, value);
        }
        if properties.iter().next().is_some() {
            properties
        } else {
            own
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Environment {
        Environment::read(
            variables
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        )
    }

    #[test]
    fn variables_become_keys_as_in_kafkas_image() {
        let environment = read(&[
            ("KAFKA_LOG_DIRS", "/d"),
            ("KAFKA_A__B___C", "x"),
            ("KAFKA_HEAP_OPTS", "-Xmx1g"),
            ("CLUSTER_ID", "abc"),
            ("PATH", "/bin"),
        ]);
        let expected = [("a_b-c", "x"), ("log.dirs", "/d")];
        assert_eq!(
            environment.keys,
            expected.map(|(key, value)| (key.to_owned(), value.to_owned()))
        );
        assert_eq!(environment.cluster_id.as_deref(), Some("abc"));
        assert_eq!(read(&[("CLUSTER_ID", "")]).cluster_id, None);
    }

    #[test]
    fn listeners_follow_what_is_advertised() {
        let advertised = ("KAFKA_ADVERTISED_LISTENERS", "A://kafka:1,B://localhost:2");
        assert_eq!(
            read(&[advertised]).get("listeners"),
            Some("A://0.0.0.0:1,B://0.0.0.0:2")
        );
        assert_eq!(
            read(&[advertised, ("KAFKA_LISTENERS", "A://:3")]).get("listeners"),
            Some("A://:3")
        );
        assert_eq!(
            read(&[advertised, ("KAFKA_PROCESS_ROLES", "controller")]).get("listeners"),
            None
        );
    }

    #[test]
    fn variables_win_over_the_mounted_file_and_both_over_the_image() {
        let own = || Properties::from_iter([("node.id", "1")]);
        let mounted = || Properties::from_iter([("node.id", "2"), ("log.dirs", "/m")]);
        assert_eq!(read(&[]).over(None, own()), own());
        assert_eq!(read(&[]).over(Some(mounted()), own()), mounted());
        let both = read(&[("KAFKA_NODE_ID", "3")]).over(Some(mounted()), own());
        assert_eq!(
            (both.get("node.id"), both.get("log.dirs")),
            (Some("3"), Some("/m"))
        );
    }
}
