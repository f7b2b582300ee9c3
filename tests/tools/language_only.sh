#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# language_only.sh COMPILER FLAG...: writing, deriving and printing formulas costs no header of SIMD and none of Boost. To
# show that it would notice, a header that has them must be found out.
set -eu
compiler=$1
shift
headers_of() {
  header=$1
  shift
  printf '#include <ogive/%s>\n' "$header" | "$compiler" "$@" -x c++ -M - | tr ' ' '\n' | grep -E 'xsimd|boost|mmintrin\.h|arm_neon' || true
}
for header in expr.hpp program/program.hpp program/primitives.hpp calculus/programs.hpp print/text.hpp print/latex.hpp \
  print/rewrites.hpp; do
  found=$(headers_of $header "$@" | head -n 3)
  [ -z "$found" ] || { printf 'ogive/%s includes\n%s\n' "$header" "$found"; exit 1; }
done
[ -n "$(headers_of ogive.hpp "$@")" ] || { echo "ogive.hpp without SIMD: this test sees nothing"; exit 1; }
