"""Frames and record batches that no client would send: each costs its own connection or its own error code, and nothing else."""

import os
import socket
import struct
import sys
import time
import traceback

import wire

ADDRESS, TARGET, PID = sys.argv[1:4]
MIB = 1024 * 1024
CORRUPT_MESSAGE, INVALID_RECORD, UNSUPPORTED_VERSION, MESSAGE_TOO_LARGE, UNKNOWN_TOPIC = 2, 87, 35, 10, 3
UNSUPPORTED_COMPRESSION, OUT_OF_ORDER_SEQUENCE, UNKNOWN_SERVER_ERROR = 76, 45, -1


def resident_bytes():
    with open(f"/proc/{PID}/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def serves():
    """Another connection is answered."""
    with wire.connect(ADDRESS) as connection:
        connection.sendall(wire.api_versions(77))
        answer = wire.answer(connection)
        assert answer is not None and answer[0] == 77, f"the broker serves no more: {answer}"


def is_closed_after(data, half_close=False):
    with wire.connect(ADDRESS) as connection:
        try:
            connection.sendall(data)
            if half_close:
                connection.shutdown(socket.SHUT_WR)
        except (BrokenPipeError, ConnectionResetError):
            pass
        got = wire.receive(connection, 1)
    assert got == b"", f"answered instead of closed: {data[:40]!r}"
    serves()


def produce_answer(records, topic="frames", **more):
    with wire.connect(ADDRESS) as connection:
        connection.sendall(wire.produce(5, topic, records, **more))
        correlation_id, body = wire.answer(connection)
        assert correlation_id == 5
        return wire.produced(body, topic)


def refused(records, *codes):
    if TARGET == "kafka":
        codes += (UNKNOWN_SERVER_ERROR,)  # where its parsing ends in an exception of Java's own
    error, offset = produce_answer(records)
    assert error in codes, f"error {error}, not one of {codes}"
    assert offset == -1, f"offset {offset} beside an error"


def equal(actual, expected):
    assert actual == expected, f"expected {expected!r}, got {actual!r}"


def check_a_size_of_less_than_a_header_closes_the_connection():
    for size in (-(2**31), -1, 0, 1, 2, 3, 4, 5, 6, 7):
        is_closed_after(struct.pack(">i", size) + b"\0" * max(size, 0), half_close=True)


def check_a_size_over_the_limit_closes_the_connection():
    for size in (100 * MIB + 1, 2**31 - 1):
        is_closed_after(struct.pack(">i", size) + b"\0" * 100)


def check_another_protocol_closes_the_connection():
    is_closed_after(b"GET / HTTP/1.1\r\nHost: broker\r\n\r\n")
    is_closed_after(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200))
    is_closed_after(b"SSH-2.0-OpenSSH_9.2\r\n")


def check_garbage_in_a_frame_closes_the_connection():
    for seed in range(20):
        garbage = bytes((seed * 131 + n * n * 7 + (n >> 3)) & 0xFF for n in range(500))
        is_closed_after(wire.framed(garbage), half_close=True)


def check_an_unknown_api_closes_the_connection():
    for key in (-1, 200, 9999):
        is_closed_after(wire.request(key, 0, 1, b""))


def check_an_unknown_version_closes_the_connection():
    is_closed_after(wire.request(wire.METADATA, 99, 1, b"\xff\xff\xff\xff"))
    is_closed_after(wire.request(wire.METADATA, -1, 1, b"\xff\xff\xff\xff"))
    is_closed_after(wire.request(wire.FETCH, 0, 1, bytes(40)))


def check_an_unknown_version_of_api_versions_is_answered_in_version_0():
    with wire.connect(ADDRESS) as connection:
        connection.sendall(wire.request(wire.API_VERSIONS, 99, 9, b"\0" * 10, flexible=True))
        correlation_id, body = wire.answer(connection)
        equal((correlation_id, struct.unpack(">h", body[:2])[0]), (9, UNSUPPORTED_VERSION))
        count = struct.unpack(">i", body[2:6])[0]
        known = {struct.unpack(">hhh", body[6 + 6 * n:12 + 6 * n])[0] for n in range(count)}
        assert wire.API_VERSIONS in known, known
        connection.sendall(wire.api_versions(10, version=3))
        equal(wire.answer(connection)[0], 10)


def check_arrays_that_claim_more_than_the_frame_holds_close_the_connection():
    for count in (1, 1000, 2**31 - 1):
        is_closed_after(wire.request(wire.METADATA, 1, 1, struct.pack(">i", count)))
    is_closed_after(wire.request(wire.METADATA, 12, 1, b"\xff\xff\xff\xff\x07", flexible=True))


def check_strings_that_claim_more_than_the_frame_holds_close_the_connection():
    is_closed_after(wire.request(wire.METADATA, 1, 1, struct.pack(">ih", 1, 32767) + b"short"))
    is_closed_after(wire.framed(struct.pack(">hhih", wire.METADATA, 1, 1, 30000) + b"short"))


def check_twenty_million_tagged_fields_close_the_connection():
    is_closed_after(wire.request(wire.API_VERSIONS, 3, 1, b"\x07frames\x021" + wire.unsigned_varint(20_000_000) + b"\0\0" * 1000, flexible=True))


def check_bombs_cost_less_than_a_mebibyte():
    if TARGET != "kalda":
        return
    serves()
    before = resident_bytes()
    for _ in range(50):
        is_closed_after(wire.request(wire.METADATA, 1, 1, struct.pack(">i", 2**31 - 1)))
        is_closed_after(wire.request(wire.API_VERSIONS, 3, 1, b"\x07frames\x021" + wire.unsigned_varint(20_000_000), flexible=True))
    grown = resident_bytes() - before
    print(f"        measured: resident memory grew by {grown // 1024} KiB over 100 bombs")
    assert grown < MIB, f"{grown} bytes"


def check_unfinished_frames_neither_cost_what_they_claim_nor_keep_others_waiting():
    claimed = 90 * MIB if TARGET == "kalda" else 1 * MIB
    before = resident_bytes()
    held = []
    try:
        for _ in range(100):
            connection = wire.connect(ADDRESS)
            connection.sendall(struct.pack(">ihhi", claimed, wire.METADATA, 1, 1) + b"\0" * 20)
            held.append(connection)
        serves()
        if TARGET == "kalda":
            grown = resident_bytes() - before
            print(f"        measured: resident memory grew by {grown // 1024} KiB over 100 frames of 90 MiB of which 32 bytes came")
            assert grown < len(held) * MIB // 2, f"{grown} bytes"
    finally:
        for connection in held:
            connection.close()


def check_a_frame_cut_off_by_the_client_is_forgotten():
    is_closed_after(wire.api_versions(1)[:-3], half_close=True)
    is_closed_after(b"\0\0", half_close=True)


def check_a_trickled_frame_is_answered():
    with wire.connect(ADDRESS) as connection:
        for byte in wire.api_versions(31, version=3):
            connection.sendall(bytes([byte]))
        equal(wire.answer(connection)[0], 31)


def check_pipelined_requests_are_answered_in_order():
    with wire.connect(ADDRESS) as connection:
        connection.sendall(b"".join(wire.api_versions(n, version=n % 4) for n in range(500)))
        equal([wire.answer(connection)[0] for _ in range(500)], list(range(500)))


def check_a_good_request_before_garbage_is_answered_before_the_close():
    with wire.connect(ADDRESS) as connection:
        connection.sendall(wire.api_versions(1) + wire.framed(b"\xff" * 50))
        equal(wire.answer(connection)[0], 1)
        equal(wire.answer(connection), None)
    serves()


def check_a_good_batch_is_taken():
    equal(produce_answer(wire.batch([b"one", b"two"]))[0], 0)
    first, second = (produce_answer(wire.batch([b"x"] * 3))[1] for _ in range(2))
    equal(second - first, 3)


def check_a_wrong_checksum_is_a_corrupt_message():
    refused(wire.batch([b"one"], crc=12345), CORRUPT_MESSAGE)
    good = wire.batch([b"one", b"two"])
    for position in range(21, len(good)):
        flipped = good[:position] + bytes([good[position] ^ 0x40]) + good[position + 1:]
        refused(flipped, CORRUPT_MESSAGE)


def check_a_batch_that_is_not_whole_is_refused():
    good = wire.batch([b"one", b"two"])
    for length in (1, 11, 12, 17, 40, 60, len(good) - 1):
        refused(good[:length], CORRUPT_MESSAGE, INVALID_RECORD)
    refused(wire.batch([b"one"], length=0), CORRUPT_MESSAGE, INVALID_RECORD)
    refused(wire.batch([b"one"], length=2**31 - 1), CORRUPT_MESSAGE, INVALID_RECORD)


def check_counts_and_deltas_that_do_not_match_the_records_are_refused():
    refused(wire.batch([b"one", b"two"], count=3), INVALID_RECORD, CORRUPT_MESSAGE)
    refused(wire.batch([b"one", b"two"], count=1), INVALID_RECORD, CORRUPT_MESSAGE)
    refused(wire.batch([b"one", b"two"], count=-1), INVALID_RECORD, CORRUPT_MESSAGE)
    refused(wire.batch([b"one", b"two"], count=2**31 - 1), INVALID_RECORD, CORRUPT_MESSAGE)
    refused(wire.batch([b"one", b"two"], last_offset_delta=5), INVALID_RECORD, CORRUPT_MESSAGE)
    refused(wire.batch([b"one", b"two"], last_offset_delta=-1), INVALID_RECORD, CORRUPT_MESSAGE)


def check_records_that_lie_about_their_length_are_refused():
    for payload in (wire.varint(2**31 - 1) + b"\0" * 20, wire.varint(-5) + b"\0" * 20, b"\xff" * 20, b"", wire.record(0, b"one")[:-2]):
        refused(wire.batch([b"one"], payload=payload), INVALID_RECORD, CORRUPT_MESSAGE)


def check_two_batches_in_one_request_are_refused():
    refused(wire.batch([b"one"]) + wire.batch([b"two"]), INVALID_RECORD)


def check_an_unknown_codec_and_a_broken_stream_are_refused():
    refused(wire.batch([b"one"], attributes=7), UNSUPPORTED_COMPRESSION, CORRUPT_MESSAGE, INVALID_RECORD)
    for codec in (1, 2, 3, 4):
        refused(wire.batch([b"one"], attributes=codec, payload=b"this is not compressed at all"), CORRUPT_MESSAGE, INVALID_RECORD)


def check_a_control_batch_of_a_client_is_refused():
    refused(wire.batch([b"one"], attributes=0x20), INVALID_RECORD, CORRUPT_MESSAGE)


def check_sequences_of_a_producer_are_held_to_their_order():
    def numbered(sequence):
        return produce_answer(wire.batch([b"one"], producer_id=4242, producer_epoch=0, base_sequence=sequence), topic="sequences")

    # A producer that this log does not know may begin anywhere: its earlier records may have been deleted.
    equal(numbered(5), (0, 0))
    equal(numbered(6), (0, 1))
    equal(numbered(9), (OUT_OF_ORDER_SEQUENCE, -1))
    equal(numbered(6), (0, 1))
    equal(numbered(7), (0, 2))


def check_a_batch_of_an_unknown_topic_is_refused():
    equal(produce_answer(wire.batch([b"one"]), topic="absent")[0], UNKNOWN_TOPIC)


def check_a_batch_over_the_limit_is_too_large():
    refused(wire.batch([b"x" * 1_200_000]), MESSAGE_TOO_LARGE)


def check_what_was_refused_is_not_in_the_log():
    with wire.connect(ADDRESS) as connection:
        listed = struct.pack(">ibi", -1, 0, 1) + wire.string("frames") + struct.pack(">iiq", 1, 0, -1)
        connection.sendall(wire.request(2, 2, 3, listed))
        _, body = wire.answer(connection)
        at = 4 + 4 + 2 + len("frames") + 4
        _, error, _, offset = struct.unpack(">ihqq", body[at:at + 22])
        equal((error, offset), (0, 8))


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
