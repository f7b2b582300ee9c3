#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# How the recipe `--preset fast` was found: each setting of a grid trains on 55,000 of the training images and is judged by
# the other 5,000, the mean of some seeds; the test set is not read. In: the program mnist, and how many seeds. Out: one line
# for each setting, the seconds of training, the accuracy in percent, the options; the best come last.
#   MNIST_DIR   the folder of the four IDX files
set -eu
program=${1:?usage: search_fast.sh PROGRAM [SEEDS]}
seeds=${2:-3}

judge() {   # judge OPTION...: seconds, accuracy
  local seed
  for seed in $(seq "$seeds"); do
    "$program" --standardize --schedule linear --optimizer adam --validation 5000 --seed "$seed" "$@"
  done | awk -v options="$*" '
    /^validation accuracy/ { accuracy += $3; seconds += $6; ++runs }
    END { printf "%.3f s  %.3f %%  %s\n", seconds / runs, accuracy / runs, options }'
}

for pool in 1 2; do
  for activation in relu swish mish; do
    for hidden in 128 192 256; do
      for epochs in 2 3; do
        for batch in 64 128; do
          for rate in 0.004 0.006 0.01; do
            judge --pool "$pool" --activation "$activation" --hidden "$hidden" --epochs "$epochs" --batch "$batch" \
              --lr "$rate" --beta2 0.98 --warm-up 0.15
          done
        done
      done
    done
  done
done | sort -k 3,3n -k 1,1nr
