#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# Runs commands on a bare Debian: a fresh debootstrap folder that has only what --variant=minbase gives, and a copy of
# the checkout (without build/) in /ogive. Needs root, debootstrap and a machine whose own apt works.
#   bash tests/tools/bare_machine.sh FOLDER ['bash tests/run.sh' …]
# The mirror and the proxy are those of this machine's apt. FOLDER is made if it does not exist and kept for a second
# look (remove it with rm -r --one-file-system).
set -eu
folder=${1:?usage: bare_machine.sh FOLDER [COMMAND...]}
shift
here=$(cd "$(dirname "$0")/../.." && pwd)
[ $# -gt 0 ] || set -- 'bash tests/run.sh' 'bash examples/train_mnist.sh --epochs 1'

if [ ! -e "$folder/etc/debian_version" ]; then
  codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
  # shellcheck disable=SC2016
  mirror=$(apt-get indextargets --format '$(CODENAME) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' |
    awk -v codename="$codename" '$1 == codename && $2 == "main" { print $3; exit }')
  debootstrap --variant=minbase "$codename" "$folder" "$mirror"
  apt-config dump | grep -E '^Acquire::(https?::Proxy|Check-)' > "$folder/etc/apt/apt.conf.d/90machine" || true
fi

mkdir -p "$folder/ogive"
tar -C "$here" --exclude=./build --exclude=./.git -cf - . | tar -C "$folder/ogive" --no-same-owner -xf -
mounted=()
leave() { for point in "${mounted[@]}"; do umount -l "$folder/$point"; done; }
trap leave EXIT
for point in proc dev; do
  mount --rbind "/$point" "$folder/$point"
  mount --make-rslave "$folder/$point"
  mounted+=("$point")
done

status=0
for command in "$@"; do
  echo "## $command"
  # shellcheck disable=SC2016
  env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM="${TERM:-dumb}" ${http_proxy:+http_proxy="$http_proxy"} \
    ${https_proxy:+https_proxy="$https_proxy"} chroot "$folder" bash -c 'cd /ogive && eval "$1"' - "$command" ||
    { status=$?; echo "## exit code $status"; }
done
exit $status
