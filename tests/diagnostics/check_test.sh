#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# Shows that check.sh can fail. In: a compiler. A right pair of programs passes, each of the wrong pairs is refused.
set -eu
compiler=${1:?usage: check_test.sh COMPILER}
check=$(dirname "$0")/check.sh
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failures=0

pair() { printf '%s\n' "$1" '#ifdef WRONG' "$2" '#else' "$3" '#endif' > "$folder/a.cpp"; }
check() { sh "$check" "$compiler" "$folder/a.cpp" -std=c++20 -Wall -Wextra; }
refuses() { if check > /dev/null; then echo "not refused: $1"; failures=1; fi; }

wrong='static_assert(sizeof(int) == 0, "write that");'
pair '// expect: write that' "$wrong" 'int a;'
check || { echo "a right pair was refused"; failures=1; }
pair '// expect: write this' "$wrong" 'int a;'
refuses 'another message'
pair '// expect: write that' 'int a;' 'int a;'
refuses 'a wrong program that compiles'
pair '// expect: write that' "$wrong" "$wrong"
refuses 'a right twin that does not compile'
pair '// expect: write that' "$wrong" 'int f() { int unused = 0; return 0; }'
refuses 'a right twin with a warning'
pair '// expect: write that' "int a = \"\"; $wrong" 'int a;'
refuses 'a message that is not in the first error'
pair '// expect: write that
// also: static
// also: nowhere in it' "$wrong" 'int a;'
refuses 'a second further text that is missing'
pair '' "$wrong" 'int a;'
refuses 'no expectation'
exit $failures
