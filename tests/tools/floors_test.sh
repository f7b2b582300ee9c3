#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# Shows that floors.sh can fail: each wrong include, alone in a small tree, must be reported with file and line;
# the same tree without it must pass.
set -eu
floors=$(dirname "$0")/floors.sh
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT

plant() {   # plant HEADER LINE: a fresh house of right includes, and one more line in HEADER
  rm -rf "$tree/ogive"
  for pair in base/hana:boost/hana/tuple expr/node:ogive/base/text program/lower:ogive/expr/node \
      calculus/derive:ogive/program/lower print/text:ogive/calculus/derive kernel/register:xsimd/xsimd \
      kernel/map:ogive/calculus/derive activations/gates:ogive/expr verify/gradient:ogive/activations/gates \
      nn/dense:ogive/kernel/map ogive:ogive/kernel/map nn:ogive/nn/dense; do
    file=$tree/ogive/${pair%%:*}.hpp
    mkdir -p "$(dirname "$file")"
    printf '#include <%s.hpp>\n' "${pair#*:}" > "$file"
  done
  if [ $# -gt 0 ]; then
    mkdir -p "$(dirname "$tree/ogive/$1")"
    printf '\n%s\n' "$2" >> "$tree/ogive/$1"
  fi
}
failures=0
refuses() {   # refuses HEADER LINE
  plant "$1" "$2"
  if report=$(sh "$floors" "$tree"); then
    echo "not refused: $2 in $1"
    failures=1
  elif ! printf '%s\n' "$report" | grep -q "ogive/$1:[0-9]"; then
    printf 'refused, but not for %s: %s\n' "$1" "$report"
    failures=1
  fi
}

plant
sh "$floors" "$tree" || { echo "a right house was refused"; failures=1; }
plant nn.hpp '#include <ogive/ogive.hpp>'
sh "$floors" "$tree" > /dev/null || { echo "an umbrella was refused"; failures=1; }

refuses base/text.hpp '#include <ogive/expr/node.hpp>'
refuses expr/node.hpp '#include <ogive/program/lower.hpp>'
refuses program/lower.hpp '#include <ogive/calculus/derive.hpp>'
refuses calculus/derive.hpp '#  include <ogive/kernel/map.hpp>'
refuses print/text.hpp '#include <ogive/kernel/map.hpp>'
refuses kernel/map.hpp '#include <ogive/print/text.hpp>'
refuses kernel/map.hpp '#include <ogive/activations/gates.hpp>'
refuses activations/gates.hpp '#include <ogive/program/lower.hpp>'
refuses verify/gradient.hpp '#include <ogive/nn/dense.hpp>'
refuses kernel/map.hpp '#include <ogive/ogive.hpp>'
refuses expr/node.hpp '#include "../kernel/map.hpp"'
refuses kernel/map.hpp '#include <xsimd/xsimd.hpp>'
refuses nn/dense.hpp '  #include <xsimd/xsimd.hpp>'
refuses nn.hpp '#include <boost/hana/tuple.hpp>'
refuses attic/old.hpp '#pragma once'

rm -rf "$tree/ogive"
mkdir "$tree/ogive"
if sh "$floors" "$tree" > /dev/null; then
  echo "an empty house passed"
  failures=1
fi
exit $failures
