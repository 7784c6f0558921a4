# shellcheck shell=bash
# The folder of everything downloaded or built for the tests. Git ignores it; KALDA_COMPAT_CACHE puts it elsewhere.

COMPAT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
ROOT=$(dirname "$COMPAT")
CACHE=${KALDA_COMPAT_CACHE:-$COMPAT/.cache}
mkdir -p "$CACHE"
CACHE=$(cd "$CACHE" && pwd)
export KALDA_COMPAT_CACHE=$CACHE

# cached NAME PINS MAKE: .cache/NAME holds what `MAKE FOLDER` put there for the present content of the files PINS
# (space-separated). It is made again when a pin changes, and two runs at once wait for each other. A folder
# without its stamp was left by an interrupted run and is thrown away.
cached() {
  local name=$1 pins=$2 make=$3 folder=$CACHE/$1 stamp=$CACHE/$1.made pinned
  # shellcheck disable=SC2086
  pinned=$(cat $pins | sha256sum)
  (
    flock 9
    [ "$(cat "$stamp" 2>/dev/null)" != "$pinned" ] || exit 0
    echo "setup: $name" >&2
    rm -rf "$folder" "$stamp"
    "$make" "$folder" || exit 1
    echo "$pinned" >"$stamp"
  ) 9>"$CACHE/$name.lock"
}
