#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# Whether two machines compute the same bits. In: the paths of two digest programs without `.PART`, how many parts they
# have, and what runs the second one, if it does not run by itself. Out: the entries that differ, and exit code 1.
set -eu
first=$1
second=$2
parts=$3
shift 3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
part=0
while [ "$part" -lt "$parts" ]; do
  "$first.$part" >> "$folder/first"
  "$@" "$second.$part" >> "$folder/second"
  part=$((part + 1))
done
if [ ! -s "$folder/first" ]; then
  echo "$first: prints no digests"
  exit 1
fi
if cmp -s "$folder/first" "$folder/second"; then
  echo "$(wc -l < "$folder/first") digests are equal"
  exit 0
fi
diff "$folder/first" "$folder/second" | sed -n -E 's/^[<>] ([^ ]+ [^ ]+) .*/\1 differs/p' | LC_ALL=C sort -u
echo "to see the bits of one: $first.PART NAME"
exit 1
