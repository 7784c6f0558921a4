//! Closing everything cleanly.

use super::{IdentifiedDir, Replicas};
use crate::roles::now_ms;
use kalda_log::Checkpoint;
use tracing::{error, info};

impl Replicas {
    /// Close all logs, write the checkpoints, and leave the marker of a clean stop in each directory. Blocks on the disk.
    pub(crate) fn close(&self, broker_epoch: i64) {
        if self.is_untouched() {
            for (index, identified) in self.dirs.iter().enumerate() {
                if self.was_clean(index) {
                    mark(identified, broker_epoch);
                }
            }
            return;
        }
        let now_ms = now_ms();
        let mut clean = true;
        for partition in self.partitions() {
            partition.stop();
            if let Err(error) = partition.log().close(now_ms) {
                let (topic, _) = partition.topic();
                error!(%topic, partition = partition.index(), %error, "cannot close the log");
                clean = false;
            }
        }
        self.checkpoint(Checkpoint::RecoveryPoint);
        self.checkpoint(Checkpoint::LogStart);
        self.checkpoint(Checkpoint::HighWatermark);
        for identified in self.dirs.iter().filter(|_| clean) {
            mark(identified, broker_epoch);
        }
    }
}

fn mark(identified: &IdentifiedDir, broker_epoch: i64) {
    let path = identified.dir.path().display();
    match identified.dir.write_clean_shutdown(broker_epoch) {
        Ok(()) => info!(%path, "closed the log directory"),
        Err(error) => error!(%path, %error, "cannot mark the clean stop"),
    }
}
