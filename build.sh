#!/usr/bin/env bash
# The one door to setting up, building and testing. `./build.sh help` tells what there is.
set -euo pipefail

CALLER=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")"
ROOT=$PWD
case ${CARGO_TARGET_DIR:-target} in
  /*) TARGET=$CARGO_TARGET_DIR ;;
  *) TARGET=$ROOT/${CARGO_TARGET_DIR:-target} ;;
esac
CLI=$TARGET/release/photo-precheck
SAMPLE=$TARGET/sample/portrait.jpg
ACCURACY=tests/ACCURACY.md
# Photos and labels that are not part of the repository.
SHARED=${PHOTO_PRECHECK_SHARED:-$ROOT/../shared}
export PHOTO_PRECHECK_MODELS=${PHOTO_PRECHECK_MODELS:-$ROOT/www/models}

. tests/tools/needs.sh
. tests/tools/wasm.sh
. tests/tools/steps.sh
use_wasm_bindgen

help() {
  cat <<'TEXT'
./build.sh demo                      builds, judges a drawn sample photo, serves the page on 127.0.0.1:8080 (PORT)
./build.sh test                      all that CI runs; FRESH=1: also what has not changed since it passed
./build.sh build                     target/release/photo-precheck, www/pkg/ and www/models/
./build.sh check PHOTO...            judges photos; takes what `photo-precheck check` takes
./build.sh accuracy DIR LABELS.tsv   how often the checks are right on labelled photos
./build.sh origin [--write]          what the checks of the original see of manipulated photos; --write: tests/ORIGIN.md
./build.sh bench                     how long things take
./build.sh package                   target/package for `npm pack`, and target/miniprogram with a sample app
./build.sh bless                     writes anew what the tests compare with; read the difference before you commit it
./build.sh help                      this

Each installs what is missing. DEMO_ONCE=1: the demo ends when the page answers. PHOTO_PRECHECK_SHARED: the folder with
the labelled photos, ../shared by default; without it what needs them is skipped, aloud.
TEXT
}

# What is built.

make_cli() {
  need_rust
  cargo build --locked --release --bin photo-precheck
}

make_sample() {
  mkdir -p "$(dirname "$SAMPLE")"
  # As the tests build it: with every optimisation it would be built a second time.
  cargo run --locked --quiet --example draw_portrait -- "$SAMPLE"
}

# What the page keeps for when there is no network: last, for it lists what the others made.
make_offline() {
  node tests/tools/make_offline.mjs
}

build() {
  make_cli
  need_models
  make_wasm
  node tests/tools/ids.mjs "$CLI" "$PKG/ids.d.ts"
  make_offline
}

package() {
  build
  make_miniprogram
  node tests/tools/package.mjs "$CLI"
}

# What is run.

check() {
  make_cli
  need_models
  cd "$CALLER"
  exec "$CLI" check "$@"
}

accuracy() {
  [ $# -ge 2 ] || die "accuracy wants a folder and a table of labels"
  make_cli
  need_models
  cd "$CALLER"
  python3 "$ROOT/tests/tools/accuracy.py" --binary "$CLI" "$@"
}

# Everything of the series is made anew: a minute and a half on two cores.
origin_table() {
  local series=$TARGET/origin
  has_photos || skip "the series needs $SHARED/photos"
  need_editors || skip "the series needs ImageMagick, libvips and ExifTool"
  need_browser || skip "the series needs Chromium"
  need_npm
  need_peers
  need_origin_venv
  rm -rf "$series"
  "$ORIGIN_VENV/bin/python" tests/origin/series.py "$SHARED/photos" "$series"
  node tests/origin/reencode.mjs "$series"
  python3 tests/origin/judge.py --binary "$CLI" "$@" "$SHARED/photos" "$series"
}

origin() {
  make_cli
  need_models
  if [ "${1:-}" = --write ]; then
    origin_table --write tests/ORIGIN.md
  else
    origin_table
  fi
}

bench() {
  build
  need_browser || die "the benchmarks need a browser"
  need_peers
  cargo bench --locked --bench stages
  node tests/bench/peers.mjs
  node tests/bench/export.mjs
  node tests/bench/drag.mjs
}

bless() {
  build
  python3 tests/tools/convert_models.py --geometry
  node tests/tools/make_schools.mjs
  # Before the README's table, which quotes it.
  if has_photos; then
    shared_accuracy --write "$ACCURACY"
  else
    say "SKIPPED: $ACCURACY stays as it is, for want of $SHARED/photos"
  fi
  BLESS=1 native_tests
  git status --short
}

demo() {
  build
  make_sample
  # Status 1 says that the photo fails, which is no error here.
  "$CLI" check "$SAMPLE" || [ $? -eq 1 ]
  serve "${PORT:-8080}"
}

# serve PORT: www/ on this machine's own address, until interrupted.
serve() {
  local url=http://127.0.0.1:$1/ log=$TARGET/demo.log server
  python3 -m http.server --bind 127.0.0.1 --directory www "$1" >"$log" 2>&1 &
  server=$!
  # shellcheck disable=SC2064  # the number of now, which is gone when the trap runs
  trap "kill $server 2>/dev/null || true" EXIT
  answers "$1" "$server" || die "nothing is served on $url: $(tail -n 1 "$log")"
  printf 'The page is on %s\n' "$url"
  [ -n "${DEMO_ONCE:-}" ] || wait "$server"
}

# answers PORT PROCESS: whether the process lives and the port answers, within ten seconds.
answers() {
  local ask='import http.client, sys
page = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]))
page.request("GET", "/")
sys.exit(page.getresponse().status != 200)'
  for _ in {1..20}; do
    sleep 0.5
    kill -0 "$2" 2>/dev/null || return 1
    python3 -c "$ask" "$1" 2>/dev/null && return
  done
  return 1
}

# What is tested.

tools() {
  need_rust
  need_wasm_target
  need_wasm_bindgen
  need_npm
  need_models
}

lints() {
  cargo clippy --locked --all-targets -- -D warnings
  cargo clippy --locked --lib --target "$WASM_TARGET" -- -D warnings
}

native_tests() {
  cargo test --locked --no-fail-fast --lib --bins --tests --examples
}

documentation() {
  cargo test --locked --doc
  RUSTDOCFLAGS='-D warnings' cargo doc --locked --no-deps --lib --document-private-items
}

wasm_tests() {
  need_browser || skip "the module's tests in a browser need Chromium and its driver"
  CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner \
    cargo test --locked --profile wasm-test --test wasm --target "$WASM_TARGET"
}

web_tests() {
  need_browser || skip "the pages' tests need Chromium"
  has_photos || say "SKIPPED in part: $SHARED/photos is not there"
  need_firefox || say "SKIPPED in part: the main flow in Firefox"
  node --test --test-concurrency=2 tests/web/*.test.mjs
}

package_tests() {
  need_browser || skip "the package's tests need Chromium"
  need_npm_of tests/package
  node --test --test-concurrency=2 tests/package/*.test.mjs
}

webview_tests() {
  need_browser || skip "the web-view page's tests need Chromium"
  node --test --test-concurrency=2 tests/webview/*.test.mjs
}

miniprogram_tests() {
  need_npm_of tests/miniprogram
  node --test --test-concurrency=2 tests/miniprogram/*.test.mjs
}

shared_accuracy() {
  python3 tests/tools/accuracy.py --binary "$CLI" "$@" "$SHARED/photos" "$SHARED/photos/labels.tsv"
}

accuracy_table() {
  has_photos || skip "the accuracy table needs $SHARED/photos"
  shared_accuracy --check "$ACCURACY"
}

demo_once() {
  DEMO_ONCE=1 PORT=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])') demo
}

# What the outcome of a step depends on, in one number; nothing where the step will leave something out.

has_photos() { [ -r "$SHARED/photos/labels.tsv" ]; }

all_of_native() {
  has_photos || return 0
  # What later steps make there is no part of it.
  local sources
  mapfile -t sources < <(find www -mindepth 1 -maxdepth 1 ! -name pkg ! -name offline.js)
  printf '%s, %s' "$(rustc --version)" \
    "$(contents Cargo.toml Cargo.lock build.sh src tests examples docs README.md "${sources[@]}" "$SHARED/photos")"
}

# all_of_web FOLDER...: with the folders of the tests.
all_of_web() {
  has_photos && need_browser && need_firefox || return 0
  printf '%s, %s, %s' "$(node --version)" "$("$PRECHECK_CHROMIUM" --version)" \
    "$(contents "$CLI" "$SAMPLE" package.json package-lock.json build.sh README.md www docs tests/tools tests/web "$@" "$SHARED/photos")"
}

# all_of_table FILE...: with the table and what makes it.
all_of_table() {
  has_photos || return 0
  contents "$CLI" www/models "$@" "$SHARED/photos"
}

# The quick ones first. A step of its own for whatever can fail for a reason of its own.
run_tests() {
  step "tools and models" tools
  step "format" cargo fmt --check
  step "canonical face" python3 tests/tools/convert_models.py --geometry --check
  step "lints" lints
  step_on "$(all_of_native)" "native tests" native_tests
  step "documentation" documentation
  step "command line" make_cli
  step "sample photo" make_sample
  step "wasm modules" make_wasm
  step "offline list" make_offline
  step_on "$(all_of_web Cargo.toml Cargo.lock src tests/wasm.rs)" "wasm in a browser" wasm_tests
  step "npm package" package
  step_on "$(all_of_web tests/package)" "package's gates and projects" package_tests
  step_on "$(all_of_web tests/miniprogram)" "mini-program" miniprogram_tests
  step_on "$(all_of_web tests/webview)" "web-view page" webview_tests
  step_on "$(all_of_web)" "pages and parity" web_tests
  step_on "$(all_of_table tests/ACCURACY.md tests/tools/accuracy.py)" "accuracy table" accuracy_table
  step_on "$(all_of_table tests/ORIGIN.md tests/origin)" "origin table" origin_table --check tests/ORIGIN.md
  step "demo" demo_once
  summary
}

main() {
  local command=${1:-help}
  [ $# -eq 0 ] || shift
  case $command in
    demo | build | package | check | accuracy | origin | bench | bless | help) "$command" "$@" ;;
    test) run_tests ;;
    -h | --help) help ;;
    *)
      help >&2
      die "there is no $command"
      ;;
  esac
}

main "$@"
