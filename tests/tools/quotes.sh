#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# What the documents quote is what the examples run. In: a folder of examples and documents. Out: one line for each
# ```cpp or ```cmake block with ogive_add_kernels of a document that is not, word for word, a named region of an example, and exit code 1.
# A region stands between two lines `// [name]`, or `# [name]` in a CMakeLists.txt; its common indentation is dropped, marker lines inside it too.
set -eu
examples=${1:?usage: quotes.sh EXAMPLES_DIR DOCUMENT...}
shift

LC_ALL=C awk '
  function is_marker(line) { return line ~ /^[ \t]*(\/\/|#) \[[a-z0-9_]+\][ \t]*$/ }
  function marker_name(line) { sub(/^[ \t]*(\/\/|#) \[/, "", line); sub(/\].*/, "", line); return line }
  function indentation(line) { match(line, /^ */); return RLENGTH }
  function dedent(text,   lines, count, i, least, result) {
    count = split(text, lines, "\n") - 1   # text ends with a newline
    least = 1000
    for (i = 1; i <= count; ++i)
      if (lines[i] != "" && indentation(lines[i]) < least) least = indentation(lines[i])
    for (i = 1; i <= count; ++i) result = result substr(lines[i], least + 1) "\n"
    return result
  }
  function close_file(   name) {
    for (name in open) { print file ": region [" name "] is not closed"; bad = 1 }
    if (block != "") { print file ":" start ": block is not closed"; bad = 1 }
    split("", open)
    block = ""
  }
  FNR == 1 { close_file(); file = FILENAME; is_document = file ~ /\.md$/; inside = 0 }

  # an example: collect its regions
  !is_document && is_marker($0) {
    name = marker_name($0)
    if (name in open) {
      region[dedent(open[name])] = file " [" name "]"
      delete open[name]
      ++regions
    } else open[name] = ""
    next
  }
  !is_document { for (name in open) open[name] = open[name] $0 "\n"; next }

  # a document: compare its blocks
  /^```(cpp|cmake)/ { is_cmake = $0 ~ /cmake/; inside = 1; start = FNR; block = ""; next }
  /^```/ && inside {
    inside = 0
    if (block in region) ++found
    else if (is_cmake && block !~ /ogive_add_kernels/) skipped = 1
    else { print file ":" start ": this block is, word for word, no named region of an example"; bad = 1 }
    block = ""
    next
  }
  inside { block = block $0 "\n" }

  END {
    close_file()
    if (!bad) print found + 0 " quoted blocks, each one of " regions + 0 " regions"
    if (!found) { print "no quoted block found"; bad = 1 }
    exit bad
  }
' $(find "$examples" -maxdepth 1 -name '*.cpp' | sort) $(find "$examples" -mindepth 2 -maxdepth 2 -name CMakeLists.txt | sort) "$@"
