#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# count.sh COMPILER ARCH FLAG...: counts the fused multiply-adds, divisions, scalings and all vector instructions of
# kernels.cpp in the compiler's object code, and compares ours with those written by hand. A compiler that does not fuse, or
# divides once more, is found out.
set -eu
compiler=$1 arch=$2
shift 2
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$compiler" "$@" -march="$arch" -O2 -I"$here/../../bench" -c "$here/kernels.cpp" -o "$folder/kernels.o"
objdump -d --no-show-raw-insn "$folder/kernels.o" | awk -v arch="$arch" '
  /^[0-9a-f]+ <(ours|hand)_/ { name = $2; gsub(/[<>:]/, "", name); sub(/^.*_(ours|hand)/, "&", name); next }
  /^$/ { name = "" }
  name != "" && $2 ~ /^v/ {
    ++all[name]
    if ($2 ~ /^vf(n?m)(add|sub)/) ++fused[name]
    if ($2 ~ /^vdiv/) ++division[name]
    if ($2 ~ /^vscalef/) ++scaling[name]
  }
  END {
    for (own in all) {
      if (own !~ /^ours_/) continue
      other = own
      sub(/^ours/, "hand", other)
      ++compared
      printf "%-18s fused %2d (%2d by hand), divisions %d (%d), scalings %d, vector instructions %3d (%3d)\n", own, fused[own],
        fused[other], division[own], division[other], scaling[own], all[own], all[other]
      # a scaling does the work of the two products that are fused or not by hand
      if (fused[own] + 3 < fused[other] || fused[own] > fused[other] + 3) bad = bad own ": fused multiply-adds\n"
      if (division[own] != division[other]) bad = bad own ": divisions\n"
      if (scaling[own] > 4 || (arch ~ /v4/ && scaling[own] == 0) || (arch ~ /v3/ && scaling[own] > 0)) bad = bad own ": scalings\n"
      if (all[own] > all[other] * 1.15 + 3) bad = bad own ": instructions\n"
    }
    if (compared != 6) bad = bad "6 kernels expected, " compared + 0 " found\n"
    printf "%s", bad
    exit bad != ""
  }'
