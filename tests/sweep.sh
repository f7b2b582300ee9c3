#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# Installs what is missing (Debian, Ubuntu), builds and runs the whole sweep (tests/sweep/main.cpp) for each preset, and
# brings docs/accuracy.csv up to date: every float, of the naive forms too, and 10^8 doubles for each function. It takes hours; stopped and begun
# again it goes on, unless the library has changed meanwhile. Arguments are names of what to sweep; all without.
#   OGIVE_SWEEPS    the presets, in this order; default "gcc avx2 sse2"
#   OGIVE_DOUBLES   points of each function in double, 0 for none; default 100000000, with names 0
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=tests/tools/setup.sh
. tests/tools/setup.sh
# shellcheck disable=SC2086
install $needs_to_build $needs_to_test
read -r -a presets <<< "${OGIVE_SWEEPS:-gcc avx2 sse2}"
[ $# -eq 0 ] && doubles=100000000 || doubles=0
doubles=${OGIVE_DOUBLES:-$doubles}
status=0
for preset in "${presets[@]}"; do
  quietly cmake --preset "$preset"
  cmake --build --preset "$preset" --target sweep
  sweep=(nice "build/$preset/tests/sweep" "$@" --csv docs/accuracy.csv --journal)
  echo "== $preset: floats"
  "${sweep[@]}" "build/$preset/floats.journal" --resume || status=1
  [ $# -ne 0 ] || nice "build/$preset/tests/sweep" --naive --journal "build/$preset/naive.journal" --resume || status=1
  [ "$doubles" -ne 0 ] || continue
  echo "== $preset: doubles"
  "${sweep[@]}" "build/$preset/doubles.journal" --resume --double "$doubles" || status=1
done
exit $status
