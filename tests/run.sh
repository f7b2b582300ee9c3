#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# Installs what is missing (Debian, Ubuntu), builds everything and runs all tests. The last line is
# `N passed, N failed` over all of it; a build that fails counts as one failure. Exit code 0 when nothing failed.
#   OGIVE_COMPILERS   the presets to build and test, in this order; default "gcc clang neon asan_quick"
#   MNIST_DIR         the folder of the MNIST files, for the tests that train on them
set -u
cd "$(dirname "$0")/.." || exit 1
. tests/tools/setup.sh
read -r -a presets <<< "${OGIVE_COMPILERS:-gcc clang neon asan_quick}"

passed=0
failed=0
finish() {
  printf '%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
  exit
}

# shellcheck disable=SC2086
install $needs_to_build $needs_to_test || { failed=1; finish; }
# shellcheck disable=SC2086
install $needs_for_some_tests || say "ogive: some tests are left out: they need $needs_for_some_tests"
# before the first preset: it compares the bits of NEON with its own
# shellcheck disable=SC2086
if [[ " ${presets[*]} " == *" neon "* ]] && ! { install $needs_for_neon &&
    command -v aarch64-linux-gnu-g++ && command -v qemu-aarch64; } > /dev/null; then
  echo "== neon: left out: g++-aarch64-linux-gnu and qemu-user are not here"
  kept=()
  for preset in "${presets[@]}"; do [ "$preset" = neon ] || kept+=("$preset"); done
  presets=("${kept[@]}")
fi
jobs=$(nproc)
log=$(mktemp)
trap 'rm -f "$log"' EXIT

model=$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -n 1)
isa=$(g++ -march=native -dM -E -x c++ /dev/null |
  sed -n -E 's/^#define __(SSE2|SSE4_2|AVX|AVX2|FMA|AVX512F|AVX512DQ|AVX512BW|AVX512VL|ARM_NEON|ARM_FEATURE_SVE)__? .*/\1/p' |
  LC_ALL=C sort | tr '\n' ' ')
echo "processor: ${model:-unknown}, $jobs cores; instructions: $isa"

sources=ON   # headers and diagnostics bring their own compilers: once is enough
for preset in "${presets[@]}"; do
  start=$SECONDS
  echo "== $preset: build"
  if ! cmake --preset "$preset" -DOGIVE_TEST_SOURCES=$sources > "$log" 2>&1; then
    cat "$log"
    echo "== $preset: configuring failed"
    failed=$((failed + 1))
    continue
  fi
  if ! cmake --build --preset "$preset" -j "$jobs" -- -k 0 > "$log" 2>&1; then
    grep -v '^\[[0-9]*/[0-9]*\] \(Building\|Linking\)' "$log"
    echo "== $preset: the build failed"
    failed=$((failed + 1))
  fi
  built=$((SECONDS - start))

  echo "== $preset: test"
  ctest --preset "$preset" -j "$jobs" > "$log" 2>&1
  status=$?
  # the summary reads `P% tests passed, F tests failed out of T`
  summary=$(sed -n 's/^.* tests passed, \([0-9]*\) tests failed out of \([0-9]*\)$/\1 \2/p' "$log" | tail -n 1)
  read -r bad total <<< "${summary:-1 1}"
  if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
  if [ "$bad" -ne 0 ]; then
    grep -v -E '^ *([0-9]+/[0-9]+ Test .* Passed |Start |Looked in )|^[^ ]*/?(Release|Debug|Min|RelWith|Deploy|Develop)[^ ]*/' "$log"
  fi
  passed=$((passed + total - bad))
  failed=$((failed + bad))
  echo "== $preset: $((total - bad)) of $total tests passed; built in $built s, tested in $((SECONDS - start - built)) s"
  sources=OFF
done
finish
