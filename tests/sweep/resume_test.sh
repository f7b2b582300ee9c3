#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# A sweep that was stopped in the middle of a line of its journal finds what one that was not stopped finds, and does only
# what is missing; a table of errors is brought up to date; a wrong name is an error. In: the program.
set -eu
sweep=${1:?usage: resume_test.sh SWEEP}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
run() { "$sweep" 'exp()' gelu softmax --stride 65521 --checks 8 --rows 16 --journal journal "$@" || [ $? -eq 1 ]; }
wrong() { echo "$1"; exit 1; }

run --csv table.csv > whole
cp journal whole_journal
size=$(wc -c < journal)
head -c $((size / 2)) whole_journal > journal
run --resume --csv table.csv > resumed
cmp whole resumed || wrong 'a resumed sweep finds something else'
[ "$(sort journal | uniq | wc -l)" -eq "$(wc -l < whole_journal)" ] || wrong 'the journal lacks tasks'
[ "$(wc -l < journal)" -eq "$(wc -l < whole_journal)" ] || wrong 'a task ran twice'
[ "$(grep -c '^gelu,value,float' table.csv)" -eq 1 ] || wrong 'the table has no row, or two, of gelu'

sed -i '1s/.*/another program/' journal
run --resume > anew
cmp whole anew || wrong 'the journal of another program was continued'

status=0
said=$("$sweep" nothing --journal journal 2>&1) || status=$?
[ "$status" -eq 2 ] || wrong "a wrong name has the exit code $status"
case $said in *'nothing is not swept; --list'*) ;; *) wrong "a wrong name is answered by: $said" ;; esac
