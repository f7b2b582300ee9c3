#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# Installs what is missing (Debian, Ubuntu), builds for this processor and measures ogive beside its peers: one table of
# ratios, then the bars, and all times as JSON; then what it costs to compile. `bash bench/run.sh --near` leaves out arrays in main memory and takes two
# minutes. Options are those of bench/ratios.cpp: --near, --repetitions=N, --json=FILE, --benchmark_filter=…
#   OGIVE_PRESET   the preset to build; default gcc
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=tests/tools/setup.sh
. tests/tools/setup.sh
# shellcheck disable=SC2086
install $needs_to_build $needs_to_measure
preset=${OGIVE_PRESET:-gcc}
quietly cmake --preset "$preset"
cmake --build --preset "$preset" --target bench.ratios > /dev/null
OMP_NUM_THREADS=1 "build/$preset/bench/bench.ratios" --json="build/$preset/ratios.json" "$@"
echo
bash bench/compile_cost.sh 3
