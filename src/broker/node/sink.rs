//! What happens with each new image: configuration, partitions, and only then the handlers' view.

use crate::lifecycle::ImageSink;
use crate::metadata_view::MetadataView;
use crate::net::RoleLimits;
use crate::roles::{BrokerRole, now_ms};
use crate::settings::Settings;
use kalda_config::{InvalidValue, NodeConfig};
use kalda_metadata::{ConfigResource, Delta, Image, ResourceType};
use std::sync::Arc;
use tokio::sync::watch;
use tokio::task::spawn_blocking;
use tracing::{error, warn};

/// Acts on images for a broker.
pub(super) struct BrokerSink {
    /// The broker.
    pub(super) role: Arc<BrokerRole>,
    /// The configuration as the file has it.
    pub(super) file_config: NodeConfig,
    /// The limits of connections, which follow dynamic configs.
    pub(super) limits: Arc<RoleLimits>,
    /// Tells the offset up to which metadata is applied.
    pub(super) applied: watch::Sender<i64>,
}

impl ImageSink for BrokerSink {
    async fn publish(&mut self, view: MetadataView) {
        let (image, offset) = (&view.image, view.offset);
        let delta = {
            let before = self.role.metadata();
            Arc::new(Delta::between(&before.image, image))
        };
        if delta
            .configs_changed
            .iter()
            .any(|it| it.resource_type == ResourceType::BROKER)
        {
            self.reconfigure(image);
        }
        let role = Arc::clone(&self.role);
        if delta.only_removes_partitions() {
            // Clients need not wait for files to go.
            self.role.metadata.store(view.clone());
        }
        if !delta.is_empty() || role.replicas.is_untouched() {
            let (replicas, config) = (Arc::clone(&role.replicas), role.config.load_full());
            let (new, shared) = (image.clone(), Arc::clone(&delta));
            // Partitions are there before clients can hear of them.
            let applied = spawn_blocking(move || {
                replicas.apply(&shared, &new, &config, now_ms());
            });
            if let Err(error) = applied.await {
                error!(%error, "metadata could not be applied to the partitions");
            }
        }
        // Whoever is sent here for a group finds its shard.
        role.groups.apply(&delta, image);
        role.metadata.store(view);
        self.applied.send_replace(offset);
    }
}

impl BrokerSink {
    fn reconfigure(&self, image: &Image) {
        let own = ConfigResource::broker(self.role.identity.node_id);
        let cluster = image.configs(&ConfigResource::cluster());
        match self.file_config.with_dynamic(cluster, image.configs(&own)) {
            Ok((config, left_out)) => {
                for sentence in left_out {
                    warn!("a dynamic config has no effect: {sentence}");
                }
                if let Err(error) = self.take_over(&config) {
                    error!(%error, "limits of connections and settings of groups stay as they were");
                }
                self.role.config.store(Arc::new(config));
            }
            Err(error) => {
                error!(%error, "the dynamic configuration does not fit together; the old one stays in force")
            }
        }
    }

    fn take_over(&self, config: &NodeConfig) -> Result<(), InvalidValue> {
        let settings = Settings::changed(config)?;
        let listeners = settings.listeners.broker.iter();
        let listeners = listeners.map(|(endpoint, network)| (endpoint.listener.as_str(), network));
        self.limits.update(&settings.connections, listeners);
        self.role.groups.reconfigure(settings.groups);
        Ok(())
    }
}
