#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# What ogive.hpp and one activation cost to compile over xsimd alone: user + system seconds of g++ -O2, medians of RUNS
# (default 7) runs in turn. Further arguments go to the compiler: bash bench/include_cost.sh 7 -march=native
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
runs=${1:-7}
[ $# -eq 0 ] || shift
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
echo '#include <xsimd/xsimd.hpp>' > "$folder/xsimd.cpp"
cat > "$folder/ogive.cpp" << 'CODE'
#include <ogive/ogive.hpp>
void activate(const float (&in)[64], float (&out)[64], float (&slope)[64]) {
  ogive::map_with_derivative<ogive::activations::swish>(in, out, slope);
}
CODE
TIMEFORMAT='%U %S'
for ((run = 0; run != runs; ++run)); do
  for file in xsimd ogive; do
    { time g++ -std=c++20 -O2 "$@" -I"$here/include" -c "$folder/$file.cpp" -o "$folder/$file.o"; } 2>> "$folder/$file.times"
  done
done
median() { awk '{ print $1 + $2 }' "$1" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
xsimd=$(median "$folder/xsimd.times")
ogive=$(median "$folder/ogive.times")
awk -v x="$xsimd" -v o="$ogive" 'BEGIN { printf "xsimd alone %.2f s, ogive.hpp and one activation %.2f s: %.2f s more\n", x, o, o - x }'
