# Sourced by build.sh: runs the steps of a test one after the other, each with its name, its result and its seconds. A
# failed step does not stop the next; the summary tells.

# A step's exit status for "could not be run here"; what it lacks it has said.
SKIPPED=77
STEP_LINES=
PASSED_STEPS=0
FAILED_STEPS=0
SKIPPED_STEPS=0

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
  STEP_LINES+=$(printf '%-8s %5d s  %s' "$result" "$((SECONDS - started))" "$name")$'\n'
}

# skip WORDS: ends a step as skipped.
skip() {
  say "SKIPPED: $*"
  exit "$SKIPPED"
}

# Prints what came of the steps; status 1 when one failed.
summary() {
  printf '\n== summary, %d s in all\n%s\n' "$SECONDS" "$STEP_LINES"
  printf '%d passed, %d failed, %d skipped\n' "$PASSED_STEPS" "$FAILED_STEPS" "$SKIPPED_STEPS"
  [ "$FAILED_STEPS" -eq 0 ]
}
