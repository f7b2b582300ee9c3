#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# compile_budget.sh CLANG FLAG...: what ogive asks of a compiler, counted as template instantiations, which no busy machine
# changes. The budgets are the figures when they were set, and a tenth; bench/compile_cost.sh has the seconds.
set -eu
compiler=$1
shift
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

# count SOURCE FLAG...: how many classes and functions are instantiated
count() {
  text=$1
  shift
  printf '%s\n' "$text" > source.cpp
  "$compiler" "$@" -O0 -ftime-trace -ftime-trace-granularity=0 -c source.cpp -o source.o
  grep -o '"name":"Instantiate[A-Za-z]*"' source.json | wc -l
}
head='#include <vector>
#include <ogive/ogive.hpp>
using namespace ogive::symbols;
using floats = std::vector<float>;'
use='void NAME(const floats& in, floats& out, floats& slope) { ogive::map_with_derivative<FORMULA>(in, out, slope); }'
one=$(printf '%s\n' "$use" | sed 's/NAME/one/; s/FORMULA/x * sigmoid(x)/')
two=$(printf '%s\n' "$use" | sed 's/NAME/two/; s/FORMULA/x * cdf(x)/')
three=$(printf '%s\n' "$use" | sed 's/NAME/three/; s/FORMULA/where(x > 0, x, expm1(x))/')

language=$(count '#include <ogive/expr.hpp>' "$@")
xsimd=$(count '#include <xsimd/xsimd.hpp>' "$@")
library=$(count "$head" "$@")
first=$(count "$head
$one" "$@")
all=$(count "$head
$one
$two
$three" "$@")
status=0
within() {
  printf '%-62s %6d of at most %d\n' "$1" "$2" "$3"
  [ "$2" -le "$3" ] || { echo "  more than its budget"; status=1; }
}
within "expr.hpp" "$language" 2450
within "ogive.hpp beyond xsimd" $((library - xsimd)) 9900
within "the first activation, value and derivative" $((first - library)) 440
within "each of two more" $(((all - first) / 2)) 100
[ "$first" -gt "$library" ] || { echo "nothing was counted"; status=1; }
exit $status
