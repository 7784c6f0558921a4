# shellcheck shell=bash
# One broker-and-controller process of the target on free ports. Its state is in files under $WORK/NAME, so that any
# subshell can ask for it: server.properties, port, controller_port, starts, log, pid, and exit.N, the exit code of start N.
#
#   node_configure NAME [KEY=VALUE]...   writes server.properties; KEY=VALUE lines come last and win
#   node_format NAME                     kafka-storage format --standalone with a fixed cluster id
#   node_start NAME                      starts it and waits until it says that it is ready
#   node_stop NAME                       SIGTERM; fails unless it ends in order
#   node_kill NAME                       kill -9
#   node_up NAME [KEY=VALUE]...          the first three
#   use_target kalda|kafka               whose programs the others run from then on; at first, $TARGET's
#   bootstrap NAME / controller NAME     host:port

CLUSTER_ID=${CLUSTER_ID:-4L6g3nShT-eMCtK--X86sw}
READY_TIMEOUT_S=${READY_TIMEOUT_S:-90}
STOP_TIMEOUT_S=${STOP_TIMEOUT_S:-60}

# use_target kalda|kafka: whose programs the functions below run. A part begins with $TARGET.
use_target() {
  case $1 in
    kalda)
      KALDA_BIN=${KALDA_BIN:-${CARGO_TARGET_DIR:-$ROOT/target}/release/kalda}
      SERVER=("$KALDA_BIN" start)
      STORAGE=("$KALDA_BIN" storage)
      READY_LINE='ready'
      ORDERLY_EXIT=0
      ;;
    kafka)
      "$COMPAT/setup/java"
      SERVER=("$COMPAT/setup/bin/kafka-server-start")
      STORAGE=("$COMPAT/setup/bin/kafka-storage")
      READY_LINE='Kafka Server started'
      ORDERLY_EXIT=143 # a JVM answers SIGTERM so, after its shutdown hooks
      ;;
    *) echo "no such target: $1 (kalda or kafka)" >&2; exit 2 ;;
  esac
}
use_target "$TARGET"

# Ports below the range that the kernel hands to outgoing connections, free on loopback at this moment.
free_ports() {
  python3 - "$1" <<'P'
import random, socket, sys
held = []
while len(held) < int(sys.argv[1]):
    s = socket.socket()
    try:
        s.bind(("127.0.0.1", random.randrange(12000, 32000)))
        held.append(s)
    except OSError:
        s.close()
print(*[s.getsockname()[1] for s in held])
P
}

node_configure() {
  local name=$1 folder=$WORK/$1 port controller_port line
  shift
  mkdir -p "$folder"
  read -r port controller_port < <(free_ports 2)
  echo "$port" >"$folder/port"
  echo "$controller_port" >"$folder/controller_port"
  cat >"$folder/server.properties" <<P
process.roles=broker,controller
node.id=1
listeners=PLAINTEXT://127.0.0.1:$port,CONTROLLER://127.0.0.1:$controller_port
advertised.listeners=PLAINTEXT://127.0.0.1:$port,CONTROLLER://127.0.0.1:$controller_port
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=PLAINTEXT
controller.listener.names=CONTROLLER
controller.quorum.bootstrap.servers=127.0.0.1:$controller_port
log.dirs=$folder/logs
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
P
  for line in "$@"; do echo "$line" >>"$folder/server.properties"; done
}

node_format() {
  "${STORAGE[@]}" format --standalone -t "$CLUSTER_ID" -c "$WORK/$1/server.properties" >"$LOGS/$1.format.log" 2>&1 || {
    echo "formatting $1 failed:"
    tail -20 "$LOGS/$1.format.log"
    return 1
  }
}

node_log() { cat "$WORK/$1/log"; }
node_exit_file() { echo "$WORK/$1/exit.$(cat "$WORK/$1/starts")"; }
node_exit_code() { cat "$(node_exit_file "$1")"; }
node_runs() { [ -e "$WORK/$1/pid" ] && [ ! -e "$(node_exit_file "$1")" ]; }

node_start() {
  local name=$1 folder=$WORK/$1 starts deadline
  if node_runs "$name"; then
    echo "$name still ran, and is killed"
    node_kill "$name"
  fi
  starts=$(($(cat "$folder/starts" 2>/dev/null || echo 0) + 1))
  echo "$starts" >"$folder/starts"
  echo "$LOGS/$name.$starts.log" >"$folder/log"
  rm -f "$folder/pid"
  (
    set +e
    trap - EXIT ERR
    "${SERVER[@]}" "$folder/server.properties" >"$LOGS/$name.$starts.log" 2>&1 </dev/null &
    echo $! >"$folder/pid"
    wait $!
    echo $? >"$folder/exit.$starts"
  ) >/dev/null 2>&1 &
  deadline=$((SECONDS + READY_TIMEOUT_S))
  until grep -q "$READY_LINE" "$(node_log "$name")" 2>/dev/null; do
    if [ -e "$folder/exit.$starts" ] || [ $SECONDS -ge $deadline ]; then
      echo "$name did not become ready (exit code $(cat "$folder/exit.$starts" 2>/dev/null || echo none)):"
      tail -30 "$(node_log "$name")"
      return 1
    fi
    sleep 0.02
  done
}

node_up() {
  node_configure "$@"
  node_format "$1"
  node_start "$1"
}

# node_ended NAME SECONDS: waits for the process to end.
node_ended() {
  local deadline=$((SECONDS + $2))
  while node_runs "$1"; do
    [ $SECONDS -lt $deadline ] || return 1
    sleep 0.02
  done
}

node_stop() {
  kill -TERM "$(cat "$WORK/$1/pid")"
  node_ended "$1" "$STOP_TIMEOUT_S" || {
    echo "$1 still runs $STOP_TIMEOUT_S s after SIGTERM:"
    tail -20 "$(node_log "$1")"
    node_kill "$1"
    return 1
  }
  [ "$(node_exit_code "$1")" = "$ORDERLY_EXIT" ] || {
    echo "$1 ended with $(node_exit_code "$1") after SIGTERM, not $ORDERLY_EXIT:"
    tail -20 "$(node_log "$1")"
    return 1
  }
}

node_kill() {
  kill -KILL "$(cat "$WORK/$1/pid")" 2>/dev/null || true
  node_ended "$1" 10
}

# Whatever way the part ends, its nodes end with it.
nodes_end() {
  local folder
  for folder in "$WORK"/*/; do
    if [ -e "$folder/pid" ] && node_runs "$(basename "$folder")"; then node_kill "$(basename "$folder")" || true; fi
  done
}
trap nodes_end EXIT

bootstrap() { echo "127.0.0.1:$(cat "$WORK/$1/port")"; }
controller() { echo "127.0.0.1:$(cat "$WORK/$1/controller_port")"; }
