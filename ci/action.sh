#!/usr/bin/env bash
# What action.yml runs: bash ci/action.sh CATALOG_LINT
#
# The action's inputs are in the environment, as INPUT_…. The exit code is catalog-lint's, and is an output of the step.
set -uo pipefail

arguments=(--format text --format github)

# option FLAG VALUE: the flag, unless the value is empty.
option() {
  if [ -n "$2" ]; then arguments+=("$1=$2"); fi
}

# lines TEXT FUNCTION: calls the function with each line that is not blank, without the blanks around it.
lines() {
  local line
  while IFS= read -r line || [ -n "$line" ]; do
    line="${line#"${line%%[![:space:]]*}"}"
    line="${line%"${line##*[![:space:]]}"}"
    if [ -n "$line" ]; then "$2" "$line"; fi
  done <<<"$1"
}

snapshot() { arguments+=("--catalog=$1"); }
argument() { arguments+=("$1"); }
path() { paths+=("$1"); }

option --preset "$INPUT_PRESET"
option --config "$INPUT_CONFIG"
option --new-from "$INPUT_NEW_FROM"
option --fail-on "$INPUT_FAIL_ON"
if [ -n "$INPUT_SARIF" ]; then arguments+=(--format "github-sarif=$INPUT_SARIF"); fi
if [ "$INPUT_SUMMARY" = true ] && [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  arguments+=(--format "markdown=$GITHUB_STEP_SUMMARY")
fi
lines "$INPUT_CATALOG" snapshot
lines "$INPUT_ARGUMENTS" argument
paths=()
lines "$INPUT_PATHS" path

"$1" "${arguments[@]}" -- "${paths[@]}"
status=$?
if [ -n "${GITHUB_OUTPUT:-}" ]; then echo "exit-code=$status" >>"$GITHUB_OUTPUT"; fi
exit "$status"
