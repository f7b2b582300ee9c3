#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# Shows that heads.sh can fail: right files pass, each of the wrong ones is refused.
set -eu
heads=$(dirname "$0")/heads.sh
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failures=0
licence='// SPDX-License-Identifier: MIT'
copyright='// SPDX-FileCopyrightText: 2026 the ogive founders'

mkdir "$tree/include" "$tree/examples" "$tree/tests" "$tree/bench"
printf '%s\n' '#!/bin/sh' "#${licence#//}" "#${copyright#//}" > "$tree/tests/run.sh"
refuses() {
  if sh "$heads" "$tree" > /dev/null; then echo "not refused: $1"; failures=1; fi
}
printf '%s\n' "$licence" "$copyright" > "$tree/include/a.hpp"
sh "$heads" "$tree" || { echo "right files were refused"; failures=1; }
printf '%s\n' "$copyright" "$licence" > "$tree/include/a.hpp"
refuses 'the two lines in the other order'
printf '%s\n' '' "$licence" "$copyright" > "$tree/include/a.hpp"
refuses 'a head that begins too late'
{ printf '%s\n' "$licence" "$copyright"; yes '//' | head -n 399; } > "$tree/include/a.hpp"
refuses '401 lines'
exit $failures
