# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# Setting up a Debian or Ubuntu machine; sourced by tests/run.sh, examples/train_mnist.sh and docs/generate.sh.
# A need is the name of a package, or package:command when the command, wherever it comes from, is enough.
# shellcheck shell=bash disable=SC2034

needs_to_build="g++:g++ cmake:cmake ninja-build:ninja ccache:ccache libxsimd-dev libboost-dev zlib1g-dev libcli11-dev nlohmann-json3-dev libpng-dev"
needs_to_test="clang:clang++ pkgconf:pkg-config catch2 libbenchmark-dev libeigen3-dev libmpfr-dev"
needs_for_some_tests="libclang-rt-dev python3-numpy python3-mpmath dataset-fashion-mnist"   # fuzzing, numpy's files, coefficients, fine-tuning
needs_to_measure="libbenchmark-dev libdnnl-dev libeigen3-dev libsleef-dev"
needs_to_train_peers="libopenblas-dev libopenblas0-pthread python3-torch python3-numpy"   # a reference BLAS is ten times slower
needs_to_document="gnuplot-nox:gnuplot"
needs_for_neon="g++-aarch64-linux-gnu:aarch64-linux-gnu-g++ qemu-user:qemu-aarch64"

say() { printf '%s\n' "$*" >&2; }

is_there() {   # is_there NEED
  case $1 in *:*) if command -v "${1#*:}" > /dev/null 2>&1; then return 0; fi ;; esac
  [ "$(dpkg-query -W -f '${db:Status-Status}' "${1%%:*}" 2> /dev/null)" = installed ]
}

# install NEED...: installs what is missing, and only that. On failure it says in one line what to do.
install() {
  local need log missing=() become=()
  if ! command -v apt-get > /dev/null || ! command -v dpkg-query > /dev/null; then
    say "ogive: no apt-get here, going on with what is installed; needed are the counterparts of: ${*%%:*}"
    return 0
  fi
  for need in "$@"; do
    is_there "$need" || missing+=("${need%%:*}")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo > /dev/null; then
      say "ogive: cannot install without root or sudo; as root: apt-get install ${missing[*]}"
      return 1
    fi
    become=(sudo)
  fi
  say "ogive: installing ${missing[*]}"
  log=$(mktemp)
  # an update that fails may have fetched enough all the same
  "${become[@]}" apt-get update > "$log" 2>&1 < /dev/null
  if "${become[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 \
        install -y --no-install-recommends "${missing[@]}" >> "$log" 2>&1 < /dev/null; then
    rm -f "$log"
    return 0
  fi
  tail -n 20 "$log" >&2
  rm -f "$log"
  say "ogive: apt-get could not install ${missing[*]}; the lines above say why"
  return 1
}

# quietly COMMAND...: runs it and shows its output only if it fails.
quietly() {
  local log status=0
  log=$(mktemp)
  "$@" > "$log" 2>&1 < /dev/null || status=$?
  [ $status -eq 0 ] || cat "$log" >&2
  rm -f "$log"
  return $status
}
