"""Kafka's wire, by hand: frames as bytes, so that they can be wrong."""

import socket
import struct

API_VERSIONS, METADATA, PRODUCE, FETCH = 18, 3, 0, 1


def connect(address):
    host, port = address.rsplit(":", 1)
    connection = socket.create_connection((host, int(port)), timeout=30)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def string(text):
    return struct.pack(">h", len(text)) + text.encode()


def request(api_key, version, correlation_id, body, flexible=False):
    header = struct.pack(">hhi", api_key, version, correlation_id) + string("frames") + (b"\0" if flexible else b"")
    return framed(header + body)


def framed(payload):
    return struct.pack(">i", len(payload)) + payload


def receive(connection, count):
    """That many bytes, or fewer when the other side closes."""
    got = b""
    while len(got) < count:
        try:
            more = connection.recv(count - len(got))
        except ConnectionResetError:
            break
        if not more:
            break
        got += more
    return got


def answer(connection):
    """One response as (correlation id, body), or None when the connection was closed instead."""
    size = receive(connection, 4)
    if len(size) < 4:
        return None
    body = receive(connection, struct.unpack(">i", size)[0])
    return struct.unpack(">i", body[:4])[0], body[4:]


def api_versions(correlation_id, version=0):
    body = b"" if version < 3 else b"\x07frames\x021\0"
    return request(API_VERSIONS, version, correlation_id, body, flexible=version >= 3)


def varint(number):
    """Zig-zag, as records have it."""
    return unsigned_varint((number << 1) ^ (number >> 63))


def unsigned_varint(number):
    out = b""
    while number > 0x7F:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])


def crc32c(data, _table=[]):
    if not _table:
        for byte in range(256):
            for _ in range(8):
                byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
            _table.append(byte)
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ _table[(crc ^ byte) & 0xFF]
    return crc ^ 0xFFFFFFFF


def record(offset_delta, value):
    body = b"\0" + varint(0) + varint(offset_delta) + varint(-1) + varint(len(value)) + value + varint(0)
    return varint(len(body)) + body


def batch(values, **wrong):
    """A record batch of these values; a keyword replaces a header field (crc included) or the payload by what it should not be."""
    now = 1_700_000_000_000
    field = {"base_offset": 0, "leader_epoch": -1, "magic": 2, "attributes": 0, "last_offset_delta": len(values) - 1, "base_timestamp": now,
             "max_timestamp": now, "producer_id": -1, "producer_epoch": -1, "base_sequence": -1, "count": len(values),
             "payload": b"".join(record(n, value) for n, value in enumerate(values)), **wrong}
    checked = struct.pack(">hiqqqhii", field["attributes"], field["last_offset_delta"], field["base_timestamp"], field["max_timestamp"],
                          field["producer_id"], field["producer_epoch"], field["base_sequence"], field["count"]) + field["payload"]
    crc = field.get("crc", crc32c(checked))
    rest = struct.pack(">ibI", field["leader_epoch"], field["magic"], crc) + checked
    return struct.pack(">qi", field["base_offset"], field.get("length", len(rest))) + rest


def produce(correlation_id, topic, records, acks=-1, version=7):
    body = struct.pack(">h", -1) + struct.pack(">hi", acks, 30_000)
    body += struct.pack(">i", 1) + string(topic) + struct.pack(">i", 1) + struct.pack(">i", 0)
    return request(PRODUCE, version, correlation_id, body + struct.pack(">i", len(records)) + records)


def produced(body, topic):
    """(error code, base offset) of a produce answer for one partition."""
    at = 4 + 2 + len(topic) + 4
    _, error, base_offset = struct.unpack(">ihq", body[at:at + 14])
    return error, base_offset
