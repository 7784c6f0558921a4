# shellcheck shell=bash
# The parts about groups: a node with short sessions, and stories (lib/groups/story.py) told by members of client libraries.
#
#   group_node [KEY=VALUE]...              starts node `broker`
#   story CLIENT PROTOCOL ASSIGNOR [brief] adds a story; CLIENT may be several joined by +, whose members then share the group;
#                                          PROTOCOL is classic, consumer, or migration from one to the other and back;
#                                          a brief one leaves out what does not depend on the assignor
#   tell_stories                           tells them all; fails when a step of one fails

. "$COMPAT/setup/kafka-version"
GROUP_STORIES=$WORK/stories

group_node() {
  node_up broker num.partitions=2 offsets.topic.num.partitions=5 group.initial.rebalance.delay.ms=500 \
    group.consumer.min.session.timeout.ms=3000 group.consumer.session.timeout.ms=6000 \
    group.consumer.min.heartbeat.interval.ms=500 group.consumer.heartbeat.interval.ms=500 "$@"
}

# member_command CLIENT: the command line of a member of that library, one word a line.
member_command() {
  case $1 in
    confluent | kafka-python | aiokafka) printf '%s\n' "$CACHE/python/bin/python" "$COMPAT/groups-python/member.py" "$1" ;;
    java) printf '%s\n' java -Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
      -Xshare:auto -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
      -cp "$CACHE/groups-java:$CACHE/kafka-$KAFKA_VERSION/*" Member ;;
    franz-go | sarama) printf '%s\n' "$CACHE/groups-go/member" "$1" ;;
    kafkajs) printf '%s\n' node "$COMPAT/groups-node/member.js" ;;
    *) echo "no such client: $1" >&2; return 1 ;;
  esac
}

story() { echo "$*" >>"$GROUP_STORIES"; }

tell_stories() {
  local stories clients client protocol assignor brief
  stories=$(while read -r clients protocol assignor brief; do
    for client in ${clients//+/ }; do member_command "$client" | sed "s|^|$clients $protocol $assignor\t$brief\t$client\t|"; done
  done <"$GROUP_STORIES" | python3 -c '
import json, sys
stories = {}
for line in sys.stdin:
    story, brief, client, word = line.rstrip("\n").split("\t")
    stories.setdefault((story, brief), {}).setdefault(client, []).append(word)
print(json.dumps([{"name": story, "protocol": story.split()[1], "assignor": story.split()[2], "brief": brief == "brief",
                   "clients": [{"name": name, "command": command} for name, command in clients.items()]}
                  for (story, brief), clients in stories.items()]))')
  "$CACHE/python/bin/python" "$COMPAT/lib/groups/main.py" "$(bootstrap broker)" "$LOGS" "$stories" || {
    nodes_tails
    return 1
  }
}
