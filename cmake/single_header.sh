#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# single_header.sh INCLUDE [HEADER]: writes one header with all of ogive that HEADER includes, by default ogive/ogive.hpp, to
# standard output. What it includes of others (xsimd, Boost, the standard library) it still includes.
#   sh cmake/single_header.sh include > ogive.hpp
set -eu
cd "$1"
awk -v first="${2:-ogive/ogive.hpp}" '
  function emit(file,   line, name) {
    while ((getline line < file) > 0) {
      if (line ~ /^#include <ogive\//) {
        name = line
        sub(/^#include </, "", name)
        sub(/>.*$/, "", name)
        if (!seen[name]++) emit(name)
      } else if (line !~ /^#pragma once/) {
        print line
      }
    }
    close(file)
  }
  BEGIN {
    print "// Made by single_header.sh from ogive; change the headers that it is made of, not this."
    print "#pragma once"
    seen[first] = 1
    emit(first)
  }'
