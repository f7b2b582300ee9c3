#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# compare.sh fails and names the entry when one digest is another, and passes when all are equal.
set -eu
compare=$(dirname "$0")/compare.sh
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
program() {   # program NAME WORD: prints two digests
  printf '#!/bin/sh\necho "relu float 1"\necho "swish double %s"\n' "$2" > "$folder/$1.0"
  chmod +x "$folder/$1.0"
}
program base 2
program same 2
program other 3
sh "$compare" "$folder/base" "$folder/same" 1 > /dev/null
if said=$(sh "$compare" "$folder/base" "$folder/other" 1); then
  echo "two different digests pass"
  exit 1
fi
case $said in
  "swish double differs"*) ;;
  *) echo "does not name the entry: $said"; exit 1 ;;
esac
