//! Closing everything cleanly.

use super::{IdentifiedDir, Replicas};
use kalda_log::Checkpoint;
use kalda_protocol::ErrorCode;
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
        let _changing = self.changing.lock();
        let unclean: Vec<usize> = {
            let unopened = self.unopened.lock();
            let unrecovered = unopened.values().filter(|it| it.is_unclean());
            unrecovered.map(|it| it.dir()).collect()
        };
        let clean = self.close_logs();
        self.checkpoint(Checkpoint::RecoveryPoint);
        self.checkpoint(Checkpoint::LogStart);
        self.checkpoint(Checkpoint::HighWatermark);
        self.checkpoint(Checkpoint::Cleaner);
        for (index, identified) in self.dirs.iter().enumerate() {
            if clean && !unclean.contains(&index) {
                mark(identified, broker_epoch);
            }
        }
    }

    /// Close all logs. They wait for the disk together: with 10,000 partitions, waiting for each file of each log in
    /// turn takes minutes.
    fn close_logs(&self) -> bool {
        let mut clean = true;
        let mut written = Vec::new();
        for partition in self.partitions() {
            partition.stop(ErrorCode::NotLeaderOrFollower);
            partition.end_cleaning();
            let closed = partition.log().begin_close();
            match closed {
                Ok(()) => written.push(partition),
                Err(error) => {
                    let (topic, _) = partition.topic();
                    error!(%topic, partition = partition.index(), %error, "cannot close the log");
                    clean = false;
                }
            }
        }
        for identified in &self.dirs {
            if let Err(error) = identified.dir.sync_file_system() {
                error!(%error, "cannot close the logs cleanly");
                return false;
            }
        }
        for partition in written {
            partition.log().complete_close();
        }
        clean
    }
}

fn mark(identified: &IdentifiedDir, broker_epoch: i64) {
    let path = identified.dir.path().display();
    match identified.dir.write_clean_shutdown(broker_epoch) {
        Ok(()) => info!(%path, "closed the log directory"),
        Err(error) => error!(%path, %error, "cannot mark the clean stop"),
    }
}
