#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# Trains a network on MNIST: installs what is missing (Debian, Ubuntu), builds examples/mnist.cpp, finds the data and
# runs the program. All arguments are the program's (--help lists them), its commands too: train, eval, predict, summary,
# sweep, export, inspect; without one it trains. Its exit code is this script's.
# Data: --data DIR, else $MNIST_DIR, else a cached or fresh download checked by SHA-256, else Debian's package
# dataset-fashion-mnist, the drop-in set in the same format.
set -u
here=$(cd "$(dirname "$0")/.." && pwd) || exit 1
. "$here/tests/tools/setup.sh"
mirrors="https://ossci-datasets.s3.amazonaws.com/mnist https://storage.googleapis.com/cvdf-datasets/mnist"
cache=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/ogive/mnist
fashion=/usr/share/datasets/fashion-mnist
# of the unzipped files: how a mirror compressed them does not matter
sums="ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db  train-images-idx3-ubyte
65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5  train-labels-idx1-ubyte
0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7  t10k-images-idx3-ubyte
ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2  t10k-labels-idx1-ubyte"

is_genuine() {   # is_genuine FILE.gz SUM
  [ -f "$1" ] && [ "$(gzip -dc "$1" 2> /dev/null | sha256sum)" = "$2  -" ]
}

fetch() {   # fetch URL FILE
  if command -v curl > /dev/null; then
    curl -fsSL --connect-timeout 5 --max-time 120 -o "$2" "$1"
  elif command -v wget > /dev/null; then
    timeout 120 wget -q --timeout=5 --tries=1 -O "$2" "$1"
  else
    return 1
  fi 2> /dev/null
}

# Fills the cache with the four genuine files; what is there and genuine stays.
download() {
  local sum name mirror part
  mkdir -p "$cache" || return 1
  while read -r sum name; do
    is_genuine "$cache/$name.gz" "$sum" && continue
    if ! command -v curl > /dev/null && ! command -v wget > /dev/null; then
      install wget ca-certificates || return 1
    fi
    part=$(mktemp "$cache/download.XXXXXX") || return 1
    for mirror in $mirrors; do
      say "ogive: fetching $mirror/$name.gz"
      if fetch "$mirror/$name.gz" "$part" && is_genuine "$part" "$sum"; then
        mv "$part" "$cache/$name.gz"
        continue 2
      fi
    done
    rm -f "$part"
    return 1
  done <<< "$sums"
}

# shellcheck disable=SC2086
install $needs_to_build || exit 1
build=$here/build/mnist
[ -x "$build/examples/mnist" ] || say "ogive: building examples/mnist.cpp and the catalogue, two minutes or so"
quietly cmake -S "$here" -B "$build" -G Ninja -DCMAKE_CXX_COMPILER=g++ -DCMAKE_BUILD_TYPE=Release \
  -DOGIVE_BUILD_TESTS=OFF -DOGIVE_BUILD_BENCH=OFF &&
  quietly cmake --build "$build" --target mnist || { say "ogive: examples/mnist.cpp was not built"; exit 1; }

command=()
case ${1:-} in
  '' | -*) ;;
  *) command=("$1"); shift ;;
esac
needs_data=no
case ${command[0]:-train} in train | eval | sweep) needs_data=yes ;; esac
for argument in "$@"; do
  case $argument in
    --data | --data=*) needs_data=no ;;
    --help | -h)
      needs_data=no
      # shellcheck disable=SC2016
      echo 'Data: --data DIR, else $MNIST_DIR, else a cached or fresh download, else Debian'"'s"' dataset-fashion-mnist.'
      ;;
  esac
done
data=()
if [ $needs_data = yes ]; then
  if [ -n "${MNIST_DIR:-}" ]; then
    data=(--data "$MNIST_DIR")
  elif download; then
    data=(--data "$cache")
  elif install dataset-fashion-mnist && [ -d "$fashion" ]; then
    say "ogive: MNIST could not be fetched; training on Fashion-MNIST from $fashion, a harder set of the same format"
    data=(--data "$fashion")
  else
    say "ogive: no data: give --data DIR or set MNIST_DIR to a folder with the four MNIST files"
    exit 1
  fi
fi
exec "$build/examples/mnist" "${command[@]}" "${data[@]}" "$@"
