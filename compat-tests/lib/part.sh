# shellcheck shell=bash
# What every part's `run` reads first: where things are, and the functions of the files beside this one.
#
# TARGET is what is tested: kalda, or kafka (Apache Kafka's own broker, to prove the tests right).
# WORK is this part's scratch folder, emptied at each run; LOGS keeps what the nodes printed.

set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/cache.sh"
PART_FOLDER=$(cd "$(dirname "${BASH_SOURCE[1]}")" && pwd)
PART=${PART_FOLDER#"$COMPAT"/}
TARGET=${TARGET:-kalda}
WORK=$CACHE/work/$TARGET/$PART
LOGS=$CACHE/logs/$TARGET/$PART
SKIPPED=77
rm -rf "$WORK" "$LOGS"
mkdir -p "$WORK" "$LOGS"
PATH=$COMPAT/setup/bin:$PATH
export LC_ALL=C.UTF-8 TARGET WORK LOGS COMPAT ROOT CACHE PART

. "$here/node.sh"
. "$here/check.sh"
. "$here/topic.sh"

# needs NAME...: the setup scripts that this part wants to have run (java, python, node, go, rust, or packages COMMAND...).
needs() {
  local name
  for name in "$@"; do
    "$COMPAT/setup/$name" || { echo "setup of $name failed"; exit 1; }
  done
}

needs_command() {
  "$COMPAT/setup/packages" "$@"
}

# kalda_only REASON: this part says nothing about Apache Kafka.
kalda_only() {
  [ "$TARGET" = kalda ] && return 0
  echo "skipped with --target $TARGET: $1"
  exit "$SKIPPED"
}
