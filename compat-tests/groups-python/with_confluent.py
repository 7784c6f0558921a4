"""confluent-kafka (librdkafka), both protocols."""

import time

from confluent_kafka import Consumer, KafkaException, TopicPartition


def configuration(settings):
    config = {
        "bootstrap.servers": settings["bootstrap"], "group.id": settings["group"], "client.id": settings["name"],
        "enable.auto.commit": False, "auto.offset.reset": settings["reset"], "group.protocol": settings["protocol"],
        "fetch.wait.max.ms": 100, "reconnect.backoff.max.ms": 500, "enable.partition.eof": False,
    }
    if settings.get("instance"):
        config["group.instance.id"] = settings["instance"]
    if settings["protocol"] == "classic":
        config |= {"partition.assignment.strategy": settings["assignor"], "session.timeout.ms": settings["session_ms"],
                   "heartbeat.interval.ms": settings["heartbeat_ms"]}
    elif settings["assignor"]:
        config["group.remote.assignor"] = settings["assignor"]
    return config


def run(settings, teller):
    topic = settings["topic"]
    consumer = Consumer(configuration(settings))

    def numbers(partitions):
        return [p.partition for p in partitions]

    consumer.subscribe([topic],
                       on_assign=lambda _, partitions: teller.assigned(numbers(partitions)),
                       on_revoke=lambda _, partitions: teller.revoked(numbers(partitions)),
                       on_lost=lambda _, partitions: teller.revoked(numbers(partitions), lost=True))
    while True:
        order = teller.order()
        if order and order[0] == "stop":
            break
        if order and order[0] == "seek":
            consumer.seek(TopicPartition(topic, int(order[1]), int(order[2])))
        got = {}
        for message in consumer.consume(num_messages=100, timeout=0.1):
            if message.error():
                teller.tell("error", error=str(message.error()))
            else:
                got.setdefault(message.partition(), []).append(message.offset())
        teller.records(got)
        if teller.uncommitted:
            commit(consumer, topic, teller)
    consumer.close()


def commit(consumer, topic, teller):
    try:
        answer = consumer.commit(offsets=[TopicPartition(topic, p, o) for p, o in teller.uncommitted.items()], asynchronous=False)
        refused = [p for p in answer if p.error is not None]
        teller.committed({p.partition: p.offset for p in answer if p.error is None})
        if refused:
            teller.tell("refused", error=str(refused[0].error))
    except KafkaException as refusal:
        teller.tell("refused", error=str(refusal))
        time.sleep(0.05)
