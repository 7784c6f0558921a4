# shellcheck shell=bash
# A part's checks are its functions named check_..., run in the order in which its file gives them, each in a subshell
# that ends at its first failing command. The name with spaces for underscores is the sentence that is printed.
# CHECKS=PATTERN runs only those whose name matches.

run_checks() {
  local file=${BASH_SOURCE[1]} function failed=0 passed=0 started output code
  for function in $(grep -oE '^check_[a-z0-9_]+' "$file" | grep -E -e "${CHECKS:-.}"); do
    output=$LOGS/$function.log
    started=$(now_ms)
    set +e
    ( set -Eeuo pipefail; trap - EXIT; trap 'echo "failed: $BASH_COMMAND"' ERR; "$function" ) >"$output" 2>&1 </dev/null
    code=$?
    set -e
    if [ $code = 0 ]; then
      passed=$((passed + 1))
      echo "  ok    $(sentence "$function") ($(seconds_since "$started"))"
      grep '^measured: ' "$output" | sed 's/^/        /' || true
    else
      failed=$((failed + 1))
      echo "  FAIL  $(sentence "$function") ($(seconds_since "$started"))"
      tail -40 "$output" | sed 's/^/        | /'
      nodes_tails
    fi
  done
  echo "  $passed passed, $failed failed; logs in ${LOGS#"$ROOT"/}"
  [ $failed = 0 ]
}

sentence() { local words=${1#check_}; echo "${words//_/ }"; }
now_ms() { date +%s%3N; }
seconds_since() { awk -v from="$1" -v to="$(now_ms)" 'BEGIN { printf "%.1f s", (to - from) / 1000 }'; }

nodes_tails() {
  local log
  for log in "$WORK"/*/log; do
    [ -e "$log" ] || continue
    echo "        end of $(cat "$log"):"
    tail -8 "$(cat "$log")" | cut -c1-300 | sed 's/^/        : /'
  done
}

# same WHAT EXPECTED ACTUAL
same() {
  [ "$2" = "$3" ] && return 0
  echo "$1 differs (< expected, > got):"
  diff <(echo "$2") <(echo "$3") | head -40
  return 1
}

# has WHAT TEXT FIXED_STRING
has() {
  grep -qF -e "$3" <<<"$2" && return 0
  echo "$1 has no \"$3\":"
  head -40 <<<"$2"
  return 1
}

# has_line WHAT TEXT EXTENDED_REGEX: some whole line matches.
has_line() {
  grep -qxE -e "$3" <<<"$2" && return 0
  echo "$1 has no line like \"$3\":"
  head -40 <<<"$2"
  return 1
}

# lacks WHAT TEXT FIXED_STRING
lacks() {
  grep -qF -e "$3" <<<"$2" || return 0
  echo "$1 has \"$3\":"
  head -40 <<<"$2"
  return 1
}

# fails COMMAND...: prints what the command says, both streams, and fails when the command succeeds.
fails() {
  local output
  if output=$("$@" 2>&1); then
    echo "this succeeded, and should not have: $*"
    echo "$output"
    return 1
  fi
  echo "$output"
}

# within SECONDS COMMAND...: tries again until the command succeeds; at the end, what it said last.
within() {
  local deadline=$((SECONDS + $1)) output
  shift
  until output=$("$@" 2>&1); do
    [ $SECONDS -lt $deadline ] || { echo "not in time: $*"; echo "$output"; return 1; }
    sleep 0.1
  done
}

# Columns of a tool's table, one space between.
squeezed() { tr -s ' \t' ' ' | sed 's/^ //; s/ $//'; }

measured() { echo "measured: $*"; }
