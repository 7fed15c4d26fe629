# Sourced by build.sh: installs what is missing and can be installed, and says what cannot. Each `need_` returns at once
# when nothing is missing.

# Tools that are slow to build outlive a clone here.
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/photo-precheck
VENV=$TARGET/python
WASM_TARGET=wasm32-unknown-unknown
NODE_OLDEST=20

has() { command -v "$1" >/dev/null 2>&1; }
say() { printf '%s\n' "$*" >&2; }
die() { say "build.sh: $*"; exit 1; }

# apt_install PACKAGE... with root and apt; status 1, and words, without.
apt_install() {
  if ! has apt-get || [ "$(id -u)" -ne 0 ]; then
    say "cannot install $*: that takes apt and root"
    return 1
  fi
  say "installing $*"
  apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

need_rust() {
  has cargo || die "cannot install Rust: install rustup, then come back"
  cargo fmt --version >/dev/null 2>&1 || rustup component add rustfmt || die "cannot install rustfmt"
  cargo clippy --version >/dev/null 2>&1 || rustup component add clippy || die "cannot install clippy"
}

need_wasm_target() {
  [ -d "$(rustc --print target-libdir --target "$WASM_TARGET")" ] && return
  say "installing Rust's target $WASM_TARGET"
  rustup target add "$WASM_TARGET" || die "cannot install Rust's target $WASM_TARGET"
}

# The glue and the tool must be of one version, to the digit.
wasm_bindgen_version() {
  awk '/^name = "wasm-bindgen"$/ { getline; gsub(/[^0-9.]/, ""); print }' Cargo.lock
}

use_wasm_bindgen() {
  WASM_BINDGEN_VERSION=$(wasm_bindgen_version)
  WASM_BINDGEN_HOME=$CACHE/wasm-bindgen-$WASM_BINDGEN_VERSION
  PATH=$WASM_BINDGEN_HOME/bin:$PATH
}

need_wasm_bindgen() {
  [ -n "$WASM_BINDGEN_VERSION" ] || die "Cargo.lock names no wasm-bindgen"
  has wasm-bindgen-test-runner && [ "$(wasm-bindgen --version 2>/dev/null)" = "wasm-bindgen $WASM_BINDGEN_VERSION" ] && return
  say "building wasm-bindgen $WASM_BINDGEN_VERSION, once: some minutes"
  local install=(cargo install --quiet wasm-bindgen-cli --version "$WASM_BINDGEN_VERSION" --root "$WASM_BINDGEN_HOME" --force)
  # Its lock file may name a version that was withdrawn since.
  "${install[@]}" --locked || "${install[@]}" || die "cannot build wasm-bindgen $WASM_BINDGEN_VERSION"
}

need_node() {
  has node && has npm || die "cannot install Node.js: install version $NODE_OLDEST or later, with npm"
  local version
  version=$(node --version)
  version=${version#v}
  [ "${version%%.*}" -ge "$NODE_OLDEST" ] || die "Node.js is $version, $NODE_OLDEST or later is needed"
}

# is_stamped STAMP FILE...: whether `stamp` was called with the same words, and the files have not changed since.
is_stamped() { [ "$(cat "$1" 2>/dev/null)" = "$(sha256sum "${@:2}")" ]; }
stamp() { sha256sum "${@:2}" >"$1"; }

need_npm() {
  is_stamped node_modules/.stamp package-lock.json && return
  need_node
  say "installing the npm packages"
  npm ci --ignore-scripts --silent || die "cannot install the npm packages"
  stamp node_modules/.stamp package-lock.json
}

# need_npm_of FOLDER: packages that one kind of test alone wants, and that are large.
need_npm_of() {
  is_stamped "$1/node_modules/.stamp" "$1/package-lock.json" && return
  need_node
  say "installing the npm packages of $1"
  (cd "$1" && npm ci --ignore-scripts --silent) || die "cannot install the npm packages of $1"
  stamp "$1/node_modules/.stamp" "$1/package-lock.json"
}

need_venv() {
  is_stamped "$VENV/.stamp" tests/tools/requirements.txt && return
  say "installing the Python packages into $VENV"
  if ! python3 -m venv --clear "$VENV" 2>/dev/null; then
    apt_install python3-venv && python3 -m venv --clear "$VENV" || die "cannot make a Python environment in $VENV"
  fi
  "$VENV/bin/pip" install --quiet --disable-pip-version-check --require-hashes --only-binary :all: \
    -r tests/tools/requirements.txt || die "cannot install the Python packages"
  stamp "$VENV/.stamp" tests/tools/requirements.txt
}

# The networks' files, made from the npm packages.
need_models() {
  has python3 || die "cannot make the models without python3"
  python3 tests/tools/convert_models.py --is-current && return
  need_npm
  need_venv
  "$VENV/bin/python" tests/tools/convert_models.py
}

# Status 1 where there is no browser and none can be installed.
need_browser() {
  need_chinese_font || say "pictures of the pages will lack their Chinese"
  has chromium && has chromedriver || apt_install chromium chromium-driver || return 1
  export PRECHECK_CHROMIUM=${PRECHECK_CHROMIUM:-$(command -v chromium)}
  export CHROMEDRIVER=${CHROMEDRIVER:-$(command -v chromedriver)}
}

# Debian's; elsewhere PRECHECK_FIREFOX names one.
need_firefox() {
  [ -n "${PRECHECK_FIREFOX:-}" ] || has firefox-esr || has firefox || apt_install firefox-esr
}

need_chinese_font() {
  has fc-list && [ -n "$(fc-list :lang=zh family)" ] || apt_install fontconfig fonts-wqy-microhei
}

# The packages that the benches compare with.
need_peers() {
  local lock=tests/bench/package-lock.json
  cmp -s "$lock" tests/bench/node_modules/.locked && return
  need_node
  npm ci --prefix tests/bench --silent --no-audit --no-fund || die "cannot install the benches' packages"
  cp "$lock" tests/bench/node_modules/.locked
}
