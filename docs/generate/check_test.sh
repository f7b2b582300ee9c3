#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# The check of the catalogue's page can fail: it accepts a copy of the documents, and names each thing that is changed in it.
# shellcheck disable=SC2016
set -eu
document=${1:?usage: check_test.sh CATALOGUE_DOCUMENT PROJECT_DIR}
project=${2:?}
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
mkdir "$copy/include"
ln -s "$project/include/ogive" "$copy/include/ogive"

fresh() {
  rm -rf "$copy/docs"
  mkdir "$copy/docs"
  cp -r "$project/docs/catalogue.md" "$project/docs/accuracy.csv" "$project/docs/catalogue" "$copy/docs"
}
expect() {   # expect WORDS: the check fails and says them
  if said=$("$document" check "$copy"); then
    echo "not noticed: $1"
    exit 1
  fi
  case $said in *"$1"*) ;; *) echo "expected \`$1\`, got: $said"; exit 1 ;; esac
}

fresh
"$document" check "$copy"
sed -i 's/`x \* sigmoid(x)`/`x * sigmoid(y)`/' "$copy/docs/catalogue.md"
expect 'want * **formula** `x * sigmoid(x)`'
fresh
sed -i 's/of f [0-9.]* ULP/of f 99.0 ULP/' "$copy/docs/catalogue.md"
expect 'of f 99.0 ULP'
fresh
sed -i '/^swish,value/d' "$copy/docs/accuracy.csv"
if said=$("$document" check "$copy" 2>&1); then
  echo 'not noticed: an activation that was not swept'
  exit 1
fi
case $said in *'sweep swish --csv'*) ;; *) echo "expected the command of the sweep, got: $said"; exit 1 ;; esac
fresh
rm "$copy/docs/catalogue/mish.svg"
expect 'mish.svg is stale or missing'
fresh
cp "$copy/docs/catalogue/gelu.svg" "$copy/docs/catalogue/swish.svg"
expect 'swish.svg is stale or missing'
fresh
touch "$copy/docs/catalogue/nothing.svg"
expect 'nothing.svg is of no activation'
expect 'bash docs/generate.sh'
