# shellcheck shell=bash
# Short forms of the console tools against node `broker`.

topics() { kafka-topics --bootstrap-server "$(bootstrap broker)" "$@"; }
configs() { kafka-configs --bootstrap-server "$(bootstrap broker)" "$@"; }
get_offsets() { kafka-get-offsets --bootstrap-server "$(bootstrap broker)" "$@"; }

# create_topic NAME PARTITIONS [FLAG]...
create_topic() {
  local name=$1 partitions=$2
  shift 2
  topics --create --topic "$name" --partitions "$partitions" --replication-factor 1 "$@" >/dev/null
}

# produce TOPIC [FLAG]...: one record a line of standard input.
produce() {
  local topic=$1
  shift
  kafka-console-producer --bootstrap-server "$(bootstrap broker)" --topic "$topic" "$@"
}

# consume TOPIC PARTITION COUNT [FLAG]...: that many records from the beginning, no group involved.
consume() {
  local topic=$1 partition=$2 count=$3
  shift 3
  kafka-console-consumer --bootstrap-server "$(bootstrap broker)" --topic "$topic" --partition "$partition" \
    --offset earliest --max-messages "$count" --timeout-ms 20000 "$@" 2>"$WORK/consumer.err"
}

# python_client COMMAND TOPIC ARGUMENT...: see python/client.py.
python_client() {
  "$CACHE/python/bin/python" "$COMPAT/python/client.py" "$1" "$(bootstrap broker)" "${@:2}"
}
