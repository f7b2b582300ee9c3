#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# What the program mnist promises: a wrong option, missing or damaged data give one clear line and an exit status; with
# MNIST_DIR set, two epochs reach 96 % and one seed gives one result.
set -u
program=${1:?usage: mnist_test.sh PROGRAM}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
bad=0

refuses() {   # refuses STATUS WORDS ARGUMENT...
  status=$1
  words=$2
  shift 2
  "$program" "$@" > /dev/null 2> "$folder/error"
  got=$?
  if [ $got -ne "$status" ] || [ "$(wc -l < "$folder/error")" -ne 1 ] || ! grep -qF -- "$words" "$folder/error"; then
    echo "mnist $*: status $got instead of $status, or not one line with '$words':"
    cat "$folder/error"
    bad=1
  fi
}

# Every line of the catalogue is known by its name: a layer takes it, or the answer says why not.
catalogue=$(dirname "$0")/../../include/ogive/activations/catalogue.hpp
names=$(grep -o 'entry<"[a-z0-9_]*"' "$catalogue" | cut -d '"' -f 2)
[ "$(echo "$names" | wc -l)" -ge 12 ] || { echo "$catalogue: not read"; bad=1; }
for name in $names; do
  if "$program" --activation "$name" --data "$folder/none" > /dev/null 2> "$folder/error" || [ $? -ne 3 ]; then
    refuses 2 "--activation $name: takes more than one number" --activation "$name"
  fi
done
for name in relu prelu mish; do refuses 3 "$folder/none" --activation $name --data "$folder/none"; done
refuses 2 'unknown; the nearest are swish, ' --activation swis
refuses 2 'choose one of ' --activation nothing_like_it
refuses 2 '--optimizer' --optimizer adams
refuses 2 '--epochs' --epochs 0
refuses 2 '--lr' --lr -1
refuses 2 '--hidden' --hidden 1000000
refuses 2 '--hidden' --hidden 64,0
refuses 2 '--threads' --threads 0
refuses 2 '--schedule' --schedule steps
refuses 2 '--warm-up' --warm-up 1
refuses 2 '--beta2' --beta2 nan
refuses 2 '--preset' --preset faster
refuses 2 '--nonsense' --nonsense
refuses 2 'the nearest are --epochs' --epohcs 3
refuses 2 'the nearest are train' trian
refuses 2 'the nearest are --freeze' train --freze 0
refuses 2 '--beta2: sgd has no second moment' --optimizer sgd --beta2 0.9
refuses 2 '--weight-decay: adam does not decay' --weight-decay 0.1
refuses 2 '--warm-up: the schedule constant does not rise' --warm-up 0.1
refuses 2 '--patience: no image judges' --patience 2
refuses 2 '--min-delta: counts with --patience' --min-delta 0.1
refuses 2 '--reset: all layers begin anew' --reset 0
refuses 2 '--resume: give --checkpoint DIR' --resume
refuses 2 '--seeds: several trainings' --seeds 2 --save "$folder/x"
refuses 2 '--dropout' --dropout 1
refuses 2 '--pool' --pool 3
refuses 2 '--label-smoothing' --label-smoothing 1.5
refuses 2 '--per-channel: relu has no parameter' summary --per-channel
refuses 2 'the format is told by the end of the name' export "$folder/none" "$folder/x.pb"
for command in eval predict summary inspect; do
  case $command in predict) more=$folder/none ;; *) more= ;; esac
  # shellcheck disable=SC2086
  refuses 3 "$folder/none" $command "$folder/none" $more
done
refuses 3 "$folder/none" --data "$folder/none"
[ -z "${MNIST_DIR:-}" ] || refuses 3 '--validation 60000 leaves nothing' --validation 60000
printf 'damaged' > "$folder/train-images-idx3-ubyte"
refuses 3 'train-images-idx3-ubyte' --data "$folder"

if [ -n "${MNIST_DIR:-}" ]; then
  for options in 'relu' 'mish' 'prelu --hidden 64,48,32'; do
    # shellcheck disable=SC2086
    for run in first second; do "$program" --epochs 2 --activation $options > "$folder/$run" || bad=1; done
    accuracy=$(sed -n 's/^test accuracy \([0-9]*\)\..*/\1/p' "$folder/first")
    if [ "${accuracy:-0}" -lt 96 ]; then
      echo "$options: accuracy ${accuracy:-none} % after 2 epochs"
      bad=1
    fi
    for run in first second; do sed 's/[0-9.]* s\( .*\)\{0,1\}$//' "$folder/$run" > "$folder/$run.bits"; done
    if ! cmp -s "$folder/first.bits" "$folder/second.bits"; then
      echo "$options: one seed, two results"
      bad=1
    fi
  done
  # what ends without its work says so and keeps what there was
  refuses 3 'No space left on device' --epochs 1 --quiet --log /dev/full
  refuses 3 "$folder/none/model: cannot be written" --epochs 1 --save "$folder/none/model"
  refuses 2 'all 2 layers are frozen' --freeze 0,1
  refuses 4 'is the first whose outputs are not all finite' --optimizer sgd --lr 1e9
  "$program" --epochs 1 --hidden 16 --save "$folder/model" --json > "$folder/json" || bad=1
  grep -q '"test_accuracy": 0.9' "$folder/json" || { echo "--json: no accuracy"; bad=1; }
  refuses 3 'does not fit the network: 0.weight is [784, 16] instead of [784, 20]; 0.bias' --from "$folder/model" --hidden 20
  "$program" --epochs 1 --hidden 16 --checkpoint "$folder/run" --quiet > /dev/null || bad=1
  refuses 2 'pass --resume to go on' --epochs 1 --checkpoint "$folder/run"
  refuses 2 '--hidden [16,16] (it was [16])' --checkpoint "$folder/run" --resume --hidden 16,16
  "$program" summary "$folder/model" | grep -q 'backward needs of each number: one bit' || { echo "summary"; bad=1; }
  "$program" export "$folder/run/checkpoint.safetensors" "$folder/alone.safetensors" > /dev/null || bad=1
  "$program" eval "$folder/alone.safetensors" | grep -q '^test accuracy 9' || { echo "export or eval"; bad=1; }
  # a network of pooled images knows it when it meets images of the usual size
  "$program" --epochs 1 --hidden 32 --pool 2 --save "$folder/pooled" > /dev/null || bad=1
  "$program" eval "$folder/pooled" | grep -q '^test accuracy 9' || { echo "eval of a pooled network"; bad=1; }
  "$program" summary --pool 2 | grep -q ' 196 x 128 ' || { echo "summary --pool"; bad=1; }
  # a disk that is full: the last good checkpoint stays as it was
  "$program" --epochs 1 --hidden 16 --checkpoint "$folder/full" --quiet > /dev/null || bad=1
  before=$(cksum < "$folder/full/checkpoint.safetensors")
  (trap '' XFSZ; ulimit -f 100; "$program" --checkpoint "$folder/full" --resume --epochs 2 --quiet > /dev/null 2> "$folder/error")
  if [ $? -ne 3 ] || [ "$(wc -l < "$folder/error")" -ne 1 ] || ! grep -q 'what was there before is kept' "$folder/error" ||
      [ "$(cksum < "$folder/full/checkpoint.safetensors")" != "$before" ] || [ "$(ls "$folder/full" | wc -l)" -ne 1 ]; then
    echo "a full disk:"
    cat "$folder/error"
    bad=1
  fi
  "$program" --checkpoint "$folder/full" --resume --epochs 2 --quiet > /dev/null || bad=1
  # the first test image is a 7: as a picture, and as dark ink on white paper
  images=$(ls "$MNIST_DIR"/t10k-images[-.]idx3-ubyte* | head -n 1)
  { gzip -dcf "$images" || cat "$images"; } | tail -c +17 | head -c 784 > "$folder/pixels"
  { printf 'P5\n28 28\n255\n'; cat "$folder/pixels"; } > "$folder/digit"
  { printf 'P2\n28 28\n255\n'; od -An -v -tu1 "$folder/pixels" | awk '{for (i = 1; i <= NF; ++i) print 255 - $i}'; } > "$folder/paper"
  "$program" predict "$folder/model" "$folder/digit" "$folder/paper" > "$folder/told" || bad=1
  "$program" predict "$folder/pooled" --most 1 "$folder/digit" "$images" >> "$folder/told" || bad=1
  [ "$(grep -c ':  7 ' "$folder/told")" -eq 4 ] || { echo "predict:"; cat "$folder/told"; bad=1; }
  # a sweep that was cut in the middle of a line goes on and trains nothing twice
  "$program" sweep --epochs 1 --hidden 8 --activations relu,tanh --directory "$folder/sweep" > "$folder/first" || bad=1
  printf '{"activation":"tanh' >> "$folder/sweep/sweep.jsonl"
  "$program" sweep --epochs 1 --hidden 8 --activations relu,tanh --directory "$folder/sweep" > "$folder/second" || bad=1
  if grep -q 'seed' "$folder/second" || [ "$(wc -l < "$folder/sweep/sweep.jsonl")" -ne 2 ] ||
      ! grep -q '</html>' "$folder/sweep/sweep.html"; then
    echo "a sweep does not go on"
    bad=1
  fi
  # the peak of what is resident in memory, where the system tells it
  if [ -r /proc/self/status ]; then
    "$program" --epochs 1 --hidden 512,512 > /dev/null &
    run=$!
    peak=0
    while kill -0 $run 2> /dev/null; do
      seen=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\) kB$/\1/p' /proc/$run/status 2> /dev/null)
      peak=${seen:-$peak}
      sleep 0.1
    done
    if [ "$peak" -eq 0 ] || [ "$peak" -gt 120000 ]; then
      echo "peak memory $peak kB, 120000 are promised"
      bad=1
    fi
  fi
fi
exit $bad
