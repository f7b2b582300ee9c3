#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# What the program mnist does when things change between two of its runs: other images, other options, files that are
# gone or too large, a training that ends in NaN. On two sets of twenty images of MNIST. Needs MNIST_DIR.
set -u
program=${1:?usage: twenty_images_test.sh PROGRAM}
if [ -z "${MNIST_DIR:-}" ]; then
  echo "no data: set MNIST_DIR"
  exit 0
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
bad=0
complain() { echo "$*"; bad=1; }

# set NAME FIRST: the twenty images from FIRST on, for training and for testing
set_of() {
  mkdir "$1"
  for kind in images labels; do
    case $kind in
      images) magic='\0\0\010\003\0\0\0\024\0\0\0\034\0\0\0\034' type=idx3 head=16 size=784 ;;
      labels) magic='\0\0\010\001\0\0\0\024' type=idx1 head=8 size=1 ;;
    esac
    from=$(ls "$MNIST_DIR"/t10k-$kind[-.]$type-ubyte* | head -n 1)
    # shellcheck disable=SC2059
    { printf "$magic"; { gzip -dcf "$from" || cat "$from"; } | tail -c +$((head + $2 * size + 1)) | head -c $((20 * size)); } \
      > "$1/train-$kind-$type-ubyte"
    cp "$1/train-$kind-$type-ubyte" "$1/t10k-$kind-$type-ubyte"
  done
}
set_of one 0
set_of two 20

refuses() {   # refuses STATUS WORDS ARGUMENT...
  status=$1
  words=$2
  shift 2
  "$program" "$@" > out 2> error
  got=$?
  if [ $got -ne "$status" ] || [ "$(wc -l < error)" -ne 1 ] || ! grep -qF -- "$words" error; then
    complain "mnist $*: status $got instead of $status, or not one line with '$words': $(cat error)"
  fi
}
runs() { "$program" "$@" > out 2> error || complain "mnist $*: status $?: $(cat error)"; }
small="--hidden 4 --quiet"

# a checkpoint knows its images, its options, and where it stands
# shellcheck disable=SC2086
{
  runs --data one --epochs 3 --checkpoint run $small
  refuses 3 'was made with other images (crc32 ' --data two --resume --checkpoint run --epochs 4
  refuses 2 'is in epoch 3 already' --data one --resume --checkpoint run --epochs 1
  refuses 2 '--preset fast: the checkpoint in run has its own options' --data one --resume --checkpoint run --preset fast
  runs --data one --resume --checkpoint run --epochs 4
}
# its header does not grow with the epochs
layers=$(seq 60 | sed 's/.*/1/' | tr '\n' ',')
runs --data one --hidden "${layers%,}" --epochs 60 --batch 20 --log deep.jsonl --checkpoint deep --quiet
runs --data one --resume --checkpoint deep --epochs 61 --log deep.jsonl
[ "$(wc -l < deep.jsonl)" -eq 61 ] || complain "a log of $(wc -l < deep.jsonl) epochs, not 61"
[ "$(od -An -t u8 -N 8 deep/checkpoint.safetensors)" -lt 100000 ] || complain "a header of more than 100 kB"

# fine-tuning: the file is needed once; a layer sees what it learnt from
runs --data one --epochs 1 --hidden 4 --standardize --save base
refuses 2 'that network learnt with --standardize; give it' --data two --from base --hidden 4
runs --data two --epochs 2 --hidden 4 --standardize --from base --freeze 0 --checkpoint tuned --save tuned.model
mv base gone
runs --resume --data two --checkpoint tuned
mv gone base
runs summary tuned.model
grep -q 'frozen' out || complain "summary does not know what was frozen: $(cat out)"
runs summary --freeze 0 base
refuses 2 '--freeze 7: there are 2 layers' summary --freeze 7
# a file that promises more than it holds is refused before memory is asked for
header='{"__metadata__":{"architecture":"65536-65536-10","act.0.formula":"x","format":"ogive 1"}}'
{ printf "\\$(printf %o ${#header})\0\0\0\0\0\0\0"; printf %s "$header"; } > hollow
(ulimit -v 4000000; "$program" eval hollow --data one > out 2> error)
[ $? -eq 3 ] && grep -q '0.weight is missing' error || complain "a hollow file: $(cat error)"

# NaN that the last step makes
refuses 4 'the validation loss is not a number after epoch 1' --data one --activation swish --hidden 4,4,4 \
  --optimizer sgd --lr 1e30 --batch 64 --epochs 1 --validation 5 --save never
[ -e never ] && complain "weights that are not finite were saved"

# a sweep keeps what it found: of other images, of other options; and trains nothing twice
lines() { [ "$(wc -l < sweep/sweep.jsonl)" -eq "$1" ] || complain "$2: $(wc -l < sweep/sweep.jsonl) lines, not $1"; }
runs sweep --data one --epochs 1 --hidden 4 --activations relu,tanh,relu
lines 2 "a name that is said twice"
runs sweep --data two --epochs 1 --hidden 4 --activations relu,tanh
lines 4 "other images"
runs sweep --data two --epochs 1 --hidden 5 --activations relu
lines 5 "other options"
runs sweep --data two --epochs 1 --hidden 4 --activations relu,tanh --seeds 3
lines 9 "more seeds"
runs sweep --data two --epochs 1 --hidden 4 --activations relu,tanh --json
[ "$(grep -c '"seed": ' out)" -eq 2 ] || complain "a sweep of one seed tells of others: $(cat out)"
printf '{"activation":"tanh' >> sweep/sweep.jsonl
runs sweep --data two --epochs 1 --hidden 4 --activations relu
lines 9 "a line that was cut"

# several seeds: the mean and the interval are those of the single figures
runs --data one --epochs 1 --hidden 4 --seeds 3 --json
awk '/"accuracies"/ { reading = 1; next } reading && /]/ { reading = 0 } reading { sum += $1; squares += $1 * $1; ++n }
  /"mean"/ { mean = $2 + 0 } /"half_width_95"/ { half = $2 + 0 }
  END { m = sum / n; s = sqrt((squares - n * m * m) / (n - 1)); e = half - 4.303 * s / sqrt(n)
        exit !(n == 3 && (mean - m) ^ 2 < 1e-12 && e ^ 2 < 1e-6) }' out || complain "--seeds: $(cat out)"

# early stopping gives back the best weights: those that it saves judge as it said
runs --data one --epochs 40 --hidden 4 --lr 0.3 --validation 5 --patience 3 --save best --json
told=$(sed -n 's/^ *"validation_loss": \([0-9.]*\),\{0,1\}$/\1/p' out | sort -g | head -n 1)
[ "$(sed -n 's/^  "validation_loss": \([0-9.e-]*\),\{0,1\}$/\1/p' out)" = "$told" ] || complain "not the best epoch: $(tail -n 40 out)"
exit $bad
