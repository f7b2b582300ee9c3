#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# costs.sh COMPILER FLAG...: compares what calculus/cost.hpp says of each operation with the vector instructions in the
# compiler's object code for AVX-512; moves and loads do not count. A table that is more than a quarter and two off is
# found out.
set -eu
compiler=$1
shift
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$compiler" "$@" -march=x86-64-v4 -O2 -c "$here/costs.cpp" -o "$folder/costs.o"
"$compiler" "$@" -O1 "$here/costs.cpp" -o "$folder/costs"
"$folder/costs" > "$folder/said"
objdump -d --no-show-raw-insn "$folder/costs.o" | awk '
  /^[0-9a-f]+ <operation_/ { name = $2; gsub(/[<>:]/, "", name); sub(/^operation_/, "", name); next }
  /^$/ { name = "" }
  name != "" && $2 ~ /^v/ && $2 !~ /^v(mov|broadcast|zeroupper)/ {
    ++all[name]
    if ($2 ~ /^v(div|sqrt)/) ++divisions[name]
  }
  END { for (name in all) print name, all[name], divisions[name] + 0 }' | sort > "$folder/counted"
sort "$folder/said" | join - "$folder/counted" | awk '
  {
    ++compared
    printf "%-26s %3d operations (%3d in the code), %d divisions (%d)\n", $1, $2, $4, $3, $5
    off = $2 > $4 ? $2 - $4 : $4 - $2
    if (off > 2 + $4 / 4) bad = bad $1 ": operations\n"
    if ($3 != $5) bad = bad $1 ": divisions\n"
  }
  END {
    if (compared < 45) bad = bad "45 operations expected, " compared + 0 " found\n"
    printf "%s", bad
    exit bad != ""
  }'
