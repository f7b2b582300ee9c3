#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# The head and the length of files. In: the project folder. Out: one line for each source file in include, examples,
# tests and bench that does not begin with the two SPDX lines or is longer than 400 lines, and exit code 1.
set -eu
root=${1:?usage: heads.sh PROJECT_DIR}
cd "$root"

find include examples tests bench -type f \
    \( -name '*.hpp' -o -name '*.cpp' -o -name '*.sh' -o -name '*.py' -o -name CMakeLists.txt \) |
  LC_ALL=C sort | tr '\n' '\0' | xargs -0 awk '
    function close_file() { if (path != "" && lines > 400) wrong("is " lines " lines long, 400 are allowed") }
    function wrong(what) { print path ": " what; bad = 1 }
    function head_is(line) {
      sub(/^(\/\/|#) /, "", line)
      return line == expected[FNR - shebang]
    }
    BEGIN {
      expected[1] = "SPDX-License-Identifier: MIT"
      expected[2] = "SPDX-FileCopyrightText: 2026 the ogive founders"
    }
    FNR == 1 { close_file(); path = FILENAME; ++files; shebang = /^#!/ ? 1 : 0 }
    FNR - shebang >= 1 && FNR - shebang <= 2 && !head_is($0) {
      wrong("line " FNR " is not `" expected[FNR - shebang] "`")
    }
    { lines = FNR }
    END {
      close_file()
      if (!bad) print files " files have their heads and at most 400 lines"
      exit bad
    }'
