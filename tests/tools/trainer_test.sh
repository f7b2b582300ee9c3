#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# The ten steps of docs/trainer.md: each has one command, and one after the other they do what the page says. Needs
# MNIST_DIR; without FASHION_DIR, or its package, the step that fine-tunes is left out.
set -u
program=${1:?usage: trainer_test.sh PROGRAM}
root=$(cd "$(dirname "$0")/../.." && pwd)
page=$root/docs/trainer.md
bad=0
complain() { echo "docs/trainer.md: $*"; bad=1; }

steps=$(grep -c '^## [0-9]*\. ' "$page")
commands=$(sed -n '/^```sh$/,/^```$/{/^```/!p;}' "$page")
[ "$steps" -eq 10 ] && [ "$(echo "$commands" | wc -l)" -eq 10 ] || complain "$steps steps, not 10 with a command each"
if [ -z "${MNIST_DIR:-}" ]; then
  echo "no data: set MNIST_DIR"
  exit $bad
fi
: "${FASHION_DIR:=/usr/share/datasets/fashion-mnist}"
export FASHION_DIR

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/bin"
ln -s "$program" "$folder/bin/mnist"
PATH=$folder/bin:$PATH
cd "$folder" || exit 1
step=0
while IFS= read -r command; do
  step=$((step + 1))
  case $command in
    *train_mnist.sh*) command="cd $root && $command" ;;
    *FASHION_DIR*) [ -d "$FASHION_DIR" ] || { echo "step $step is left out: no $FASHION_DIR"; continue; } ;;
  esac
  (eval "$command") > "$step.out" 2> "$step.err" < /dev/null || complain "step $step ends with $?: $(cat "$step.err")"
done << END
$commands
END

says() { grep -qE -- "$2" "$1.out" || complain "step $1 does not say '$2': $(tail -n 3 "$1.out")"; }
says 2 '^test accuracy 9[6-9]\.'
[ "$(wc -l < watch.jsonl)" -eq 2 ] && [ "$(wc -l < watch.csv)" -eq 3 ] || complain "step 3: the logs have other lines"
says 4 '^the weights are those of epoch [0-9]+'
says 5 '^test accuracy 9[6-9]\.'
says 6 '^epoch  3/3 '
grep -q '^epoch  2/3' 6.out && complain "step 6 trains again what step 5 has"
says 7 '^test accuracy 9[6-9]\.'
[ "$(grep -c '%' 8.out)" -eq 5 ] || complain "step 8: $(cat 8.out)"
if [ -d "$FASHION_DIR" ]; then
  says 9 '^test accuracy 8[0-9]\.'
  mnist inspect base.safetensors --json > base.json && mnist inspect tuned.safetensors --json > tuned.json
  frozen() { sed -n '/"0.weight"/,/}/p' "$1"; }
  [ "$(frozen base.json)" = "$(frozen tuned.json)" ] || complain "step 9: the frozen layer has changed"
fi
grep -q '</html>' report.html || complain "step 10: no whole report.html"
if grep -qE '(src|href)=' report.html; then complain "step 10: report.html refers to something outside"; fi
exit $bad
