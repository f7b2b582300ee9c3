#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# The floors rule. In: the include folder. Out: one line `file:line: what is wrong` for each include that the house
# forbids, and exit code 1. A header sees its own floor and those that the table below grants it; one header is the
# door to xsimd, one to Boost. The umbrellas that stand directly in ogive/ are free.
set -eu
root=${1:?usage: floors.sh INCLUDE_DIR}

report=$(find "$root/ogive" -name '*.hpp' | LC_ALL=C sort | tr '\n' '\0' | xargs -0 -r awk -v root="$root/ogive/" '
  BEGIN {
    sees["base"]        = "base"
    sees["expr"]        = "base expr"
    sees["program"]     = "base expr program"
    sees["calculus"]    = "base expr program calculus"
    sees["print"]       = "base expr program calculus print"
    sees["kernel"]      = "base expr program calculus kernel"
    sees["activations"] = "base expr activations"
    sees["verify"]      = "base expr program calculus print kernel activations verify"
    sees["nn"]          = "base expr program calculus print kernel activations verify nn"
    door["xsimd"] = "kernel/register.hpp"
    door["boost"] = "base/hana.hpp"
    sees_kernel = "print/c_trace.hpp"   # where the kernels print themselves as C
  }
  function wrong(what) { print FILENAME ":" FNR ": " what; bad = 1 }

  FNR == 1 {
    ++headers
    path = substr(FILENAME, length(root) + 1)
    umbrella = path !~ /\//
    floor = path
    sub(/\/.*/, "", floor)
    if (!umbrella && !(floor in sees)) wrong("ogive has no floor " floor)
  }
  /^[ \t]*#[ \t]*include/ {
    target = $0
    sub(/^[ \t]*#[ \t]*include[ \t]*/, "", target)
    if (target !~ /^</) { wrong("write #include <ogive/...>, found " target); next }
    sub(/^</, "", target)
    sub(/>.*/, "", target)
    library = target
    sub(/\/.*/, "", library)
    if (library in door && path != door[library]) wrong("only " door[library] " includes <" library "/...>")
    if (library != "ogive" || umbrella) next
    other = substr(target, length("ogive/") + 1)
    sub(/\.hpp$/, "", other)   # the umbrella ogive/expr.hpp counts as its floor
    sub(/\/.*/, "", other)
    if (other == "kernel" && path == sees_kernel) next
    if (index(" " sees[floor] " ", " " other " ") == 0) wrong("floor " floor " does not see <" target ">")
  }
  END {
    if (!bad) print headers " headers keep to their floors"
    exit bad
  }
') && status=0 || status=1
if [ -z "$report" ]; then
  echo "$root/ogive: no headers found"
  exit 1
fi
printf '%s\n' "$report"
exit $status
