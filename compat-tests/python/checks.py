"""What confluent-kafka sees: administration, producers and consumers by assignment."""

import sys
import time
import traceback

from confluent_kafka import (
    KafkaError,
    KafkaException,
    TopicCollection,
    TopicPartition,
)
from confluent_kafka.admin import (
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    ConfigSource,
    NewPartitions,
    NewTopic,
    OffsetSpec,
    ResourceType,
)

import client

BOOTSTRAP = sys.argv[1]
PORT = int(BOOTSTRAP.rsplit(":", 1)[1])
CODECS = ["none", "gzip", "snappy", "lz4", "zstd"]
admin = AdminClient({"bootstrap.servers": BOOTSTRAP})


def create(name, partitions=1, **config):
    created = admin.create_topics([NewTopic(name, partitions, 1, config=config)], request_timeout=30)
    created[name].result(30)
    # The controller has decided; a broker learns of it a moment later.
    wait_for(lambda: len(partitions_of(name)) == partitions)


def partitions_of(name):
    return admin.list_topics(topic=name, timeout=30).topics[name].partitions


def wait_for(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true in time"
        time.sleep(0.02)


def code_of(future):
    """The name of the error that a request ends with, or None."""
    try:
        future.result(30)
        return None
    except KafkaException as failure:
        return failure.args[0].name()


def values(topic, count, partition=0, **consumer):
    reader = client.consumer(BOOTSTRAP, **consumer)
    got = [message.value() for message in client.consume(reader, topic, partition, count)]
    reader.close()
    return got


def equal(actual, expected):
    assert actual == expected, f"expected {expected!r}, got {actual!r}"


def check_the_cluster_describes_itself():
    cluster = admin.describe_cluster().result(30)
    equal(cluster.cluster_id, "4L6g3nShT-eMCtK--X86sw")
    equal([(node.id, node.host, node.port) for node in cluster.nodes], [(1, "127.0.0.1", PORT)])
    equal(cluster.controller.id, 1)


def check_topics_are_created_described_and_deleted():
    create("made", 3, **{"retention.ms": "3600000"})
    topic = admin.describe_topics(TopicCollection(["made"]))["made"].result(30)
    equal([(p.id, p.leader.id, [r.id for r in p.replicas], [r.id for r in p.isr]) for p in topic.partitions],
          [(n, 1, [1], [1]) for n in range(3)])
    equal(topic.is_internal, False)
    equal(code_of(admin.delete_topics(["made"])["made"]), None)
    wait_for(lambda: "made" not in admin.list_topics(timeout=30).topics)
    equal(code_of(admin.delete_topics(["made"])["made"]), "UNKNOWN_TOPIC_OR_PART")


def check_each_topic_of_a_request_is_answered_for_itself():
    create("taken")
    answers = admin.create_topics(
        [NewTopic("taken", 1, 1), NewTopic("bad/name", 1, 1), NewTopic("too-many-copies", 1, 3), NewTopic("no-partitions", 0, 1),
         NewTopic("bad-config", 1, 1, config={"retention.ms": "soon"}), NewTopic("fine", 2, 1)], request_timeout=30)
    equal({name: code_of(answer) for name, answer in answers.items()}, {
        "taken": "TOPIC_ALREADY_EXISTS", "bad/name": "TOPIC_EXCEPTION", "too-many-copies": "INVALID_REPLICATION_FACTOR",
        "no-partitions": "INVALID_PARTITIONS", "bad-config": "INVALID_CONFIG", "fine": None})


def check_validate_only_creates_nothing():
    answer = admin.create_topics([NewTopic("imagined", 1, 1)], validate_only=True)
    equal(code_of(answer["imagined"]), None)
    assert "imagined" not in admin.list_topics(timeout=30).topics


def check_partitions_are_added():
    create("growing", 1)
    equal(code_of(admin.create_partitions([NewPartitions("growing", 4)])["growing"]), None)
    wait_for(lambda: len(partitions_of("growing")) == 4)
    equal(code_of(admin.create_partitions([NewPartitions("growing", 2)])["growing"]), "INVALID_PARTITIONS")


def check_configs_are_altered_incrementally():
    create("configured", 1)

    def alter(name, value, operation):
        entry = ConfigEntry(name, value, incremental_operation=operation)
        resource = ConfigResource(ResourceType.TOPIC, "configured", incremental_configs=[entry])
        return code_of(list(admin.incremental_alter_configs([resource]).values())[0])

    def described():
        resource = ConfigResource(ResourceType.TOPIC, "configured")
        return list(admin.describe_configs([resource]).values())[0].result(30)

    equal(alter("cleanup.policy", "compact", AlterConfigOpType.APPEND), None)
    wait_for(lambda: described()["cleanup.policy"].value == "delete,compact")
    equal(described()["cleanup.policy"].source, ConfigSource.DYNAMIC_TOPIC_CONFIG.value)
    equal(alter("cleanup.policy", "delete", AlterConfigOpType.SUBTRACT), None)
    wait_for(lambda: described()["cleanup.policy"].value == "compact")
    equal(alter("cleanup.policy", None, AlterConfigOpType.DELETE), None)
    wait_for(lambda: described()["cleanup.policy"].value == "delete")
    equal(described()["cleanup.policy"].is_default, True)
    equal(alter("retention.ms", "1", AlterConfigOpType.APPEND), "INVALID_CONFIG")


def check_a_brokers_configs_are_described():
    resource = ConfigResource(ResourceType.BROKER, "1")
    described = list(admin.describe_configs([resource]).values())[0].result(30)
    equal(described["num.partitions"].value, "2")
    equal(described["num.partitions"].source, ConfigSource.STATIC_BROKER_CONFIG.value)
    equal(described["log.dirs"].is_read_only, True)
    equal(described["message.max.bytes"].is_read_only, False)


def check_every_codec_comes_back_with_keys_headers_and_times():
    for codec in CODECS:
        topic = f"codec-{codec}"
        create(topic)
        sent = [{"value": b"v%d" % n * (n % 50), "key": b"k%d" % n if n % 3 else None, "timestamp": 1_700_000_000_000 + n,
                 "headers": [("n", b"%d" % n), ("n", b"again"), ("none", None)]} for n in range(5000)]
        equal(client.produce(client.producer(BOOTSTRAP, codec), topic, 0, sent), list(range(5000)))
        reader = client.consumer(BOOTSTRAP)
        for expected, message in zip(sent, client.consume(reader, topic, 0, 5000)):
            equal({"value": message.value(), "key": message.key(), "timestamp": message.timestamp()[1], "headers": message.headers()},
                  expected)
        reader.close()


def check_empty_and_missing_values_are_told_apart():
    create("nulls")
    client.produce(client.producer(BOOTSTRAP), "nulls", 0, [{"value": None, "key": b"k"}, {"value": b"", "key": b"k"}])
    equal(values("nulls", 2), [None, b""])


def check_an_idempotent_producer_keeps_order_over_many_batches():
    create("ordered")
    writer = client.producer(BOOTSTRAP, **{"batch.num.messages": 10, "linger.ms": 0, "max.in.flight.requests.per.connection": 5})
    offsets = client.produce(writer, "ordered", 0, ({"value": b"%d" % n} for n in range(5000)))
    equal(offsets, list(range(5000)))
    equal(values("ordered", 5000), [b"%d" % n for n in range(5000)])


def check_two_producers_share_a_partition_without_disturbing_each_other():
    create("shared")
    writers = [client.producer(BOOTSTRAP) for _ in range(2)]
    for turn in range(50):
        for name, writer in enumerate(writers):
            client.produce(writer, "shared", 0, [{"value": b"%d:%d" % (name, turn)}])
    got = [value.split(b":") for value in values("shared", 100)]
    for name in (b"0", b"1"):
        equal([int(turn) for writer, turn in got if writer == name], list(range(50)))


def check_offsets_are_listed_by_kind_and_time():
    create("listed")
    records = [{"value": b"x", "timestamp": stamp} for stamp in (1_700_000_001_000, 1_700_000_005_000, 1_700_000_003_000)]
    client.produce(client.producer(BOOTSTRAP), "listed", 0, records)
    partition = TopicPartition("listed", 0)

    def offset(spec):
        answer = admin.list_offsets({partition: spec})[partition].result(30)
        return answer.offset, answer.timestamp

    equal(offset(OffsetSpec.earliest())[0], 0)
    equal(offset(OffsetSpec.latest())[0], 3)
    equal(offset(OffsetSpec.max_timestamp()), (1, 1_700_000_005_000))
    equal(offset(OffsetSpec.for_timestamp(1_700_000_002_000)), (1, 1_700_000_005_000))
    equal(offset(OffsetSpec.for_timestamp(1_800_000_000_000))[0], -1)


def check_watermarks_and_positions_follow_the_log():
    create("watched")
    client.produce(client.producer(BOOTSTRAP), "watched", 0, [{"value": b"x"}] * 7)
    reader = client.consumer(BOOTSTRAP)
    equal(reader.get_watermark_offsets(TopicPartition("watched", 0), timeout=30), (0, 7))
    equal(len(list(client.consume(reader, "watched", 0, 3, start=2))), 3)
    equal(reader.position([TopicPartition("watched", 0)])[0].offset, 5)
    reader.close()


def check_records_are_deleted_up_to_an_offset():
    create("trimmed")
    client.produce(client.producer(BOOTSTRAP), "trimmed", 0, [{"value": b"%d" % n} for n in range(10)])
    partition = TopicPartition("trimmed", 0, 6)
    equal(admin.delete_records([partition])[partition].result(30).low_watermark, 6)
    equal(values("trimmed", 4), [b"6", b"7", b"8", b"9"])


def check_an_offset_outside_the_log_is_refused():
    create("short")
    client.produce(client.producer(BOOTSTRAP), "short", 0, [{"value": b"x"}])
    reader = client.consumer(BOOTSTRAP)
    reader.assign([TopicPartition("short", 0, 100)])
    message = reader.poll(30)
    equal(message.error().code(), KafkaError._AUTO_OFFSET_RESET)
    assert "out of range" in message.error().str().lower(), message.error().str()
    reader.close()


def check_a_record_over_the_topics_limit_is_refused():
    create("narrow", 1, **{"max.message.bytes": "1000"})
    writer = client.producer(BOOTSTRAP)
    try:
        client.produce(writer, "narrow", 0, [{"value": b"x" * 5000}])
        raise AssertionError("it was accepted")
    except RuntimeError as refusal:
        assert "MSG_SIZE_TOO_LARGE" in str(refusal), refusal
    client.produce(client.producer(BOOTSTRAP), "narrow", 0, [{"value": b"x" * 500}])
    equal(len(values("narrow", 1)[0]), 500)


def check_reads_are_cut_to_the_sizes_asked_for():
    create("bulky")
    client.produce(client.producer(BOOTSTRAP), "bulky", 0, [{"value": b"%04d" % n * 5000} for n in range(100)])
    got = values("bulky", 100, **{"fetch.message.max.bytes": 1000, "message.max.bytes": 60_000, "fetch.max.bytes": 70_000})
    equal([value[:4] for value in got], [b"%04d" % n for n in range(100)])


def check_many_partitions_are_read_by_one_consumer():
    create("wide", 40)
    writer = client.producer(BOOTSTRAP)
    for partition in range(40):
        client.produce(writer, "wide", partition, [{"value": b"%d" % partition}] * 5)
    reader = client.consumer(BOOTSTRAP)
    reader.assign([TopicPartition("wide", partition, 0) for partition in range(40)])
    got = reader.consume(num_messages=200, timeout=60)
    equal(sorted(int(message.value()) for message in got), sorted(list(range(40)) * 5))
    assert all(int(message.value()) == message.partition() for message in got)
    reader.close()


def main():
    checks = [(name, function) for name, function in globals().items() if name.startswith("check_")]
    failed = 0
    for name, function in checks:
        started = time.monotonic()
        try:
            function()
            outcome = "ok   "
        except Exception:
            failed += 1
            outcome = "FAIL "
            traceback.print_exc(file=sys.stdout)
        print(f"  {outcome} {name.removeprefix('check_').replace('_', ' ')} ({time.monotonic() - started:.1f} s)", flush=True)
    print(f"  {len(checks) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
