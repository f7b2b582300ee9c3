#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# A header compiles alone. In: a compiler, a header as it is included, flags. Out: the compiler's answer to a
# translation unit that includes only this header, twice.
set -eu
compiler=$1
header=$2
shift 2
printf '#include <%s>\n#include <%s>\n' "$header" "$header" | "$compiler" -x c++ -fsyntax-only "$@" -
