//! Operations a client may perform, as the bit fields that answers carry: bit N stands for Kafka's ACL operation N.
//!
//! Without an authorizer everything that makes sense for a resource is allowed.

/// Read, write, create, delete, alter, describe, describe configs, alter configs of a topic.
pub(crate) const TOPIC: i32 = bits(&[3, 4, 5, 6, 7, 8, 10, 11]);
/// Create, alter, describe, cluster action, describe and alter configs, idempotent write of the cluster.
pub(crate) const CLUSTER: i32 = bits(&[5, 7, 8, 9, 10, 11, 12]);
/// Read, delete, describe, describe and alter configs of a group.
pub(crate) const GROUP: i32 = bits(&[3, 6, 8, 10, 11]);

const fn bits(operations: &[u8]) -> i32 {
    let mut field = 0;
    let mut rest = operations;
    while let [first, others @ ..] = rest {
        field |= 1 << *first;
        rest = others;
    }
    field
}
