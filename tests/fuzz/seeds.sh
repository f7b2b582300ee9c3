#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# Writes small files from which fuzzing begins: `seeds.sh TARGET FOLDER`.
set -eu
rm -rf "$2"
mkdir -p "$2"
cd "$2"
case $1 in
  idx | gzip)
    printf '\000\000\010\003\000\000\000\002\000\000\000\002\000\000\000\003abcdefghijkl' > images
    printf '\000\000\010\001\000\000\000\004\001\002\003\004' > labels
    printf '\000\000\015\002\000\000\000\001\000\000\000\001\077\200\000\000' > float
    gzip -nk images labels
    gzip -nc images labels > members.gz
    if [ "$1" = gzip ]; then   # the target puts the signature before its input
      for file in *.gz; do tail -c +3 "$file" > "body-$file"; done
      rm -f images labels float ./*.gz
    fi ;;
  safetensors)
    header='{"__metadata__":{"format":"ogive 1"},"0.weight":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[],"data_offsets":[8,9]}}'
    { printf "\\$(printf %03o ${#header})\\000\\000\\000\\000\\000\\000\\000"; printf '%s' "$header"; printf 'abcdefghi'; } > two
    printf '\002\000\000\000\000\000\000\000{}' > none ;;
  image)
    printf 'P2\n3 2\n255\n0 1 2 3 4 255\n' > plain
    printf 'P5 # x\n3 2\n255\nabcdef' > binary
    # 2 x 2 grey pixels
    printf '\211\120\116\107\015\012\032\012\000\000\000\015\111\110\104\122\000\000\000\002\000\000\000\002\010\000\000\000\000\127\335\122\370\000\000\000\016\111\104\101\124\170\332\143\110\114\142\110\116\001\000\004\235\001\213' > png
    printf '\074\075\001\150\000\000\000\000\111\105\116\104\256\102\140\202' >> png ;;
esac
