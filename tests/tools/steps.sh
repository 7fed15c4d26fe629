# Sourced by build.sh: runs the steps of a test one after the other, each with its name, its result and its seconds. A
# failed step does not stop the next; the summary tells. A step that says what its outcome depends on is not run again
# while that is as it was when it passed, and the summary tells that too; FRESH=1 runs it all the same.

# A step's exit status for "could not be run here"; what it lacks it has said.
SKIPPED=77
STEP_LINES=
PASSED_STEPS=0
FAILED_STEPS=0
SKIPPED_STEPS=0
UNCHANGED_STEPS=0

# step NAME COMMAND...: not to be called where errors are caught (`if`, `||`), which would let the command go on after
# its own errors.
step() {
  local name=$1 started=$SECONDS status result
  shift
  printf '\n== %s\n' "$name"
  set +e
  (
    set -e
    "$@"
  )
  status=$?
  set -e
  case $status in
    0) result=ok PASSED_STEPS=$((PASSED_STEPS + 1)) ;;
    "$SKIPPED") result=SKIPPED SKIPPED_STEPS=$((SKIPPED_STEPS + 1)) ;;
    *) result=FAILED FAILED_STEPS=$((FAILED_STEPS + 1)) ;;
  esac
  printf -- '-- %s: %s, %d s\n' "$name" "$result" "$((SECONDS - started))"
  STEP_LINES+=$(printf '%-9s %5d s  %s' "$result" "$((SECONDS - started))" "$name")$'\n'
}

# contents PATH...: a number for all that is in these files and folders, but for what npm and Python put there.
contents() {
  find "$@" \( -name node_modules -o -name __pycache__ \) -prune -o -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -c 1-64
}

# step_on INPUTS NAME COMMAND...: a step of which INPUTS are all that its outcome depends on; "" where it leaves something
# out, which is to be said every time.
step_on() {
  local inputs=$1 failed=$FAILED_STEPS skipped=$SKIPPED_STEPS passed
  shift
  passed=$TARGET/passed/${1//[^[:alnum:]]/-}
  if [ -z "${FRESH:-}" ] && [ -n "$inputs" ] && [ "$(cat "$passed" 2>/dev/null)" = "$inputs" ]; then
    UNCHANGED_STEPS=$((UNCHANGED_STEPS + 1))
    printf '\n== %s\n-- %s: unchanged since it passed; FRESH=1 runs it again\n' "$1" "$1"
    STEP_LINES+=$(printf '%-9s %5s    %s' unchanged - "$1")$'\n'
    return
  fi
  rm -f "$passed"
  step "$@"
  if [ "$FAILED_STEPS$SKIPPED_STEPS" = "$failed$skipped" ]; then
    mkdir -p "$TARGET/passed"
    printf '%s' "$inputs" >"$passed"
  fi
}

# skip WORDS: ends a step as skipped.
skip() {
  say "SKIPPED: $*"
  exit "$SKIPPED"
}

# Prints what came of the steps; status 1 when one failed.
summary() {
  printf '\n== summary, %d s in all\n%s\n' "$SECONDS" "$STEP_LINES"
  printf '%d passed, %d unchanged since they passed, %d failed, %d skipped\n' \
    "$PASSED_STEPS" "$UNCHANGED_STEPS" "$FAILED_STEPS" "$SKIPPED_STEPS"
  [ "$FAILED_STEPS" -eq 0 ]
}
