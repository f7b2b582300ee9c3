#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# own_symbols.sh NM FOLDER: the objects of ogive_add_kernels may show the linker one symbol each, their table; a template that
# it could take for another instruction set's must not be among them.
set -eu
nm=$1
cd "$2"
count=0
for object in kernels_*.o; do
  shown=$("$nm" --defined-only --extern-only "$object" | awk 'NF == 3 { print $3 }')
  [ "$shown" = "${object%.o}" ] || { printf '%s shows more than its table:\n%s\n' "$object" "$shown" | head -n 20; exit 1; }
  count=$((count + 1))
done
[ "$count" -gt 0 ] || { echo "no objects in $2"; exit 1; }
echo "$count objects, one symbol each"
