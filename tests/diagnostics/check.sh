#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# A wrong program is told what is wrong. In: a compiler, a file, flags. The file's line `// expect: TEXT` names the
# message; with -DWRONG it holds the wrong program, without it the right twin. Passes when the twin compiles without
# a warning and the wrong program fails with TEXT in the first line of output that holds an error. Further lines
# `// also: TEXT` name what must stand anywhere in the output.
set -eu
compiler=$1
file=$2
shift 2

expected=$(sed -n 's|^// expect: ||p' "$file")
if [ -z "$expected" ]; then
  echo "$file: no line '// expect: TEXT'"
  exit 1
fi
if ! output=$("$compiler" -fsyntax-only "$@" "$file" 2>&1) || [ -n "$output" ]; then
  printf 'the right twin does not compile cleanly:\n%s\n' "$output"
  exit 1
fi
if output=$("$compiler" -fsyntax-only "$@" -DWRONG "$file" 2>&1); then
  echo "the wrong program compiles"
  exit 1
fi
sed -n 's|^// also: ||p' "$file" | while IFS= read -r also; do
  case $output in
    *"$also"*) ;;
    *) printf 'nowhere: %s\n\nall of it:\n%s\n' "$also" "$output"; exit 1 ;;
  esac
done
first=$(printf '%s\n' "$output" | grep -m 1 'error:' || true)
case $first in
  *"$expected"*) printf 'said: %s\n' "$first" ;;
  *)
    printf 'expected: %s\nfirst error: %s\n\nall of it:\n%s\n' "$expected" "$first" "$output"
    exit 1
    ;;
esac
