# Sourced by build.sh: the two WebAssembly modules, with 128-bit SIMD and for engines without, and their one glue.
# Which engines these are, and why what is switched off is off: the head of finish_wasm.mjs.

PKG=www/pkg
WASM_FLAGS_SIMD='-C target-feature=+simd128,-reference-types,-multivalue'
WASM_FLAGS_BASELINE='-C target-feature=-reference-types,-multivalue,-bulk-memory,-nontrapping-fptoint,-sign-ext'
# The most memory a module may take, 256 MiB: iOS refused modules that might take 2 GB.
WASM_FLAGS_ALL='-C link-arg=--max-memory=268435456'

# compile_wasm KIND FLAGS: flags of their own have a folder of their own, or each kind would undo the other's work.
compile_wasm() {
  RUSTFLAGS="$2 $WASM_FLAGS_ALL" cargo build --locked --lib --profile wasm --target "$WASM_TARGET" --target-dir "$TARGET/wasm-$1"
}

# bind_wasm KIND: compiled module to shipped module and glue, in target/wasm-KIND/pkg.
bind_wasm() {
  local raw=$TARGET/wasm-$1/$WASM_TARGET/wasm/photo_precheck.wasm made=$TARGET/wasm-$1/pkg
  local inputs=("$raw" Cargo.lock package-lock.json tests/tools/finish_wasm.mjs tests/tools/wasm.sh)
  is_stamped "$made/.stamp" "${inputs[@]}" && return
  rm -rf "$made"
  wasm-bindgen --target web --omit-default-module-path --out-name photo_precheck --out-dir "$made" "$raw"
  node tests/tools/finish_wasm.mjs "$1" "$made/photo_precheck_bg.wasm" "$made/$1.wasm"
  stamp "$made/.stamp" "${inputs[@]}"
}

# make_kind KIND FLAGS
make_kind() {
  compile_wasm "$@"
  bind_wasm "$1"
}

# Both modules work with one glue only as long as it does not mention what differs between them.
same_glue() {
  cmp "$TARGET/wasm-simd/pkg/photo_precheck.js" "$TARGET/wasm-baseline/pkg/photo_precheck.js" ||
    die "the modules with and without SIMD need different glue"
}

# place FROM TO: copies what has changed, at one stroke.
place() {
  cmp --silent "$1" "$2" && return
  cp "$1" "$2.partial"
  mv "$2.partial" "$2"
}

make_wasm() {
  need_wasm_target
  need_wasm_bindgen
  need_npm
  # Side by side: each spends most of its time in the link, which is one thread.
  make_kind simd "$WASM_FLAGS_SIMD" &
  local simd=$!
  make_kind baseline "$WASM_FLAGS_BASELINE"
  wait "$simd" || die "the module with SIMD could not be made"
  same_glue
  mkdir -p "$PKG"
  place "$TARGET/wasm-simd/pkg/simd.wasm" "$PKG/photo_precheck_simd_bg.wasm"
  place "$TARGET/wasm-baseline/pkg/baseline.wasm" "$PKG/photo_precheck_bg.wasm"
  place "$TARGET/wasm-baseline/pkg/photo_precheck.js" "$PKG/photo_precheck.js"
  place "$TARGET/wasm-baseline/pkg/photo_precheck.d.ts" "$PKG/photo_precheck.d.ts"
}

# What a mini-program takes, in target/miniprogram; its glue is that for bundlers, which knows nothing of the web.
make_miniprogram() {
  local glue=$TARGET/wasm-baseline/miniprogram
  wasm-bindgen --target bundler --out-name photo_precheck --out-dir "$glue" "$TARGET/wasm-baseline/$WASM_TARGET/wasm/photo_precheck.wasm"
  node tests/tools/miniprogram.mjs "$glue/photo_precheck_bg.js"
}
