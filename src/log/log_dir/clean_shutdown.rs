//! `.kafka_cleanshutdown`: the marker of a clean stop.

/// The file's name.
pub(super) const FILE: &str = ".kafka_cleanshutdown";
/// A marker larger than this is not ours.
pub(super) const MAX_BYTES: usize = 4096;

/// What the marker says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CleanShutdown {
    /// Epoch of the broker that stopped; sent as PreviousBrokerEpoch when it registers again, so that the controller
    /// knows that nothing was lost. `None`: the marker is there, but older or damaged.
    pub broker_epoch: Option<i64>,
}

impl CleanShutdown {
    pub(super) fn read(content: &[u8]) -> Self {
        let parsed: Option<serde_json::Value> = serde_json::from_slice(content).ok();
        let broker_epoch = parsed
            .as_ref()
            .and_then(|it| it.get("brokerEpoch"))
            .and_then(serde_json::Value::as_i64);
        Self { broker_epoch }
    }
}

/// The content of the marker.
pub(super) fn text(broker_epoch: i64) -> String {
    format!("{{\"version\":0,\"brokerEpoch\":{broker_epoch}}}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_epoch_is_read_back_and_damage_leaves_it_unknown() {
        assert_eq!(text(42), r#"{"version":0,"brokerEpoch":42}"#);
        assert_eq!(
            CleanShutdown::read(text(42).as_bytes()).broker_epoch,
            Some(42)
        );
        let newer = br#"{"version":7,"brokerEpoch":9,"more":[1]}"#;
        assert_eq!(CleanShutdown::read(newer).broker_epoch, Some(9));
        for bad in [
            &b""[..],
            b"{",
            b"[]",
            b"{\"brokerEpoch\":\"x\"}",
            b"\xff\xfe",
        ] {
            assert_eq!(CleanShutdown::read(bad).broker_epoch, None);
        }
    }
}
