#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# Installs what is missing (Debian, Ubuntu), builds for this processor and trains MNIST with ogive and its peers in turn:
# seconds of an epoch, ratios, the part of the machine's peak, the bars, and all times as JSON. Some ten minutes on a
# quiet machine. Options are those of bench/training.cpp: --data=DIR, --rounds=N
#   MNIST_DIR      the folder of the four IDX files
#   OGIVE_PRESET   the preset to build; default gcc
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=tests/tools/setup.sh
. tests/tools/setup.sh
# shellcheck disable=SC2086
install $needs_to_build $needs_to_measure $needs_to_train_peers
preset=${OGIVE_PRESET:-gcc}
quietly cmake --preset "$preset"
cmake --build --preset "$preset" --target bench.training > /dev/null

python=
for each in python3 /usr/bin/python3; do
  if "$each" -c 'import torch, numpy' 2> /dev/null; then
    python=$each
    break
  fi
done
# one thread each; where OpenBLAS takes a new processor for an old one it is told of AVX-512
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
if grep -q avx512vl /proc/cpuinfo 2> /dev/null; then export OPENBLAS_CORETYPE="${OPENBLAS_CORETYPE:-SKYLAKEX}"; fi
exec "build/$preset/bench/bench.training" --json "build/$preset/training.json" --python "$python" "$@"
