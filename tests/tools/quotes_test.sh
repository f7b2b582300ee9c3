#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# Shows that quotes.sh can fail: a right document passes, each of the wrong ones is refused.
set -eu
quotes=$(dirname "$0")/quotes.sh
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failures=0

example() { printf '%s\n' '#include <x>' 'int main() {' '  // [hello]' '  int a = 1;' '' "  $1" '  // [hello]' '}' > "$folder/a.cpp"; }
document() { printf '%s\n' 'Text.' '```cpp' "$@" '```' 'More.' '```sh' 'bash tests/run.sh' '```' > "$folder/a.md"; }
check() { sh "$quotes" "$folder" "$folder/a.md"; }
refuses() { if check > /dev/null; then echo "not refused: $1"; failures=1; fi; }

example 'int b = a;'
document 'int a = 1;' '' 'int b = a;'
check || { echo "a right document was refused"; failures=1; }
document 'int a = 1;' '' 'int b = 2;'
refuses 'a changed word'
document 'int a = 1;'
refuses 'a part of a region'
document 'int a = 1;' '' '  int b = a;'
refuses 'another indentation'
echo 'No code.' > "$folder/a.md"
refuses 'a document without a block'
document 'int a = 1;' '' 'int b = a;'
example '// [other]'
refuses 'a region that is not closed'
exit $failures
