#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# What formulas cost to compile: ogive.hpp and one activation over xsimd alone, and ten activations over one, each with the
# kernels of value and of value and derivative. User + system seconds of g++ -O2, medians of RUNS (default 7) runs in turn.
# Further arguments go to the compiler: bash bench/compile_cost.sh 7 -march=native
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
runs=${1:-7}
[ $# -eq 0 ] || shift
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# activations NAME...: a file with two kernels for each
activations() {
  echo '#include <ogive/ogive.hpp>'
  for name in "$@"; do
    echo "void run_$name(const float (&in)[64], float (&out)[64], float (&slope)[64]) {"
    echo "  ogive::map<ogive::activations::$name>(in, out);"
    echo "  ogive::map_with_derivative<ogive::activations::$name>(in, out, slope);"
    echo "}"
  done
}
echo '#include <xsimd/xsimd.hpp>' > "$folder/xsimd.cpp"
echo '#include <ogive/expr.hpp>' > "$folder/language.cpp"
echo '#include <ogive/ogive.hpp>' > "$folder/whole.cpp"
activations swish > "$folder/one.cpp"
activations relu leaky_relu elu sigmoid tanh softplus swish gelu gelu_tanh mish > "$folder/ten.cpp"

TIMEFORMAT='%U %S'
for ((run = 0; run != runs; ++run)); do
  for file in xsimd language whole one ten; do
    { time g++ -std=c++20 -O2 "$@" -I"$here/include" -c "$folder/$file.cpp" -o "$folder/$file.o"; } 2>> "$folder/$file.times"
  done
done
median() { awk '{ print $1 + $2 }' "$folder/$1.times" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
awk -v x="$(median xsimd)" -v l="$(median language)" -v w="$(median whole)" -v o="$(median one)" -v t="$(median ten)" '
  function bar(what, figure, most) { printf "%-72s %6.2f s  ≤ %.2f   %s\n", what, figure, most, figure <= most ? "met" : "MISSED" }
  BEGIN {
    printf "xsimd alone %.2f s, with ogive.hpp and one activation %.2f s, with ten %.2f s\n", x, o, t
    bar("ogive.hpp beyond xsimd", w - x, 0.5)
    bar("ogive/expr.hpp, in all", l, 0.35)
    bar("each further activation, value and derivative", (t - o) / 9, 0.06)
  }'
