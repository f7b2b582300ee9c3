#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# compile_and_run.sh COMPILER SOURCE FLAG...: passes if the program compiles, without a warning, and exits with 0.
set -eu
compiler=$1 source=$2
shift 2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$compiler" "$@" "$source" -o "$folder/program"
"$folder/program"
