#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# without_cmake.sh WAY PREFIX COMPILER FLAG...: a stranger's two translation units, built by one command in an empty folder:
#   pkg_config      with what pkg-config says of the package installed in PREFIX, moved to another place first;
#                   and with what it says of the trainer, an example of it
#   plain           with -I and the folder include of this project
#   single_header   with the one header that cmake/single_header.sh makes, and no other of ogive's
set -eu
way=$1 prefix=$2 compiler=$3
shift 3
here=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$here/../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp "$here/main.cpp" "$here/other.cpp" "$folder"
cd "$folder"
case $way in
  pkg_config)
    cp -r "$prefix" "$folder/moved"
    export PKG_CONFIG_PATH="$folder/moved/share/pkgconfig"
    flags=$(pkg-config --define-prefix --cflags ogive)
    # shellcheck disable=SC2046
    "$compiler" -std=c++20 -O1 "$@" "$project/examples/train_own.cpp" -o trainer \
      $(pkg-config --define-prefix --cflags --libs ogive-nn)
    MNIST_DIR= ./trainer > told
    grep -q '^no data' told ;;
  plain) flags=-I$project/include ;;
  single_header)
    mkdir -p one/ogive
    sh "$project/cmake/single_header.sh" "$project/include" ogive/ogive.hpp > one/ogive/ogive.hpp
    flags="-I$folder/one" ;;
  *) echo "no such way: $way"; exit 2 ;;
esac
# shellcheck disable=SC2086
"$compiler" -std=c++20 -O1 "$@" $flags main.cpp other.cpp -o consumer
./consumer
