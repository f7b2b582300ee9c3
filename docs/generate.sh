#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# Installs what is missing (Debian, Ubuntu), builds the generator, and writes docs/catalogue.md and its plots anew.
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=tests/tools/setup.sh
. tests/tools/setup.sh
# shellcheck disable=SC2086
install $needs_to_build $needs_to_test $needs_to_document
quietly cmake --preset gcc
cmake --build --preset gcc --target docs
