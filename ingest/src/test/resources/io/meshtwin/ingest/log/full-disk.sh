#!/usr/bin/env bash
# full-disk.sh DIR FILL THEN JAVA...: runs the class FILL in DIR until its disk is full, then the class THEN with space again.
#
# The disk is a file system in memory, mounted over DIR in a namespace of its own, where this user may do so; elsewhere the
# size of each file is limited, which fails writes as well.
set -u
dir=$1 fill=$2 then=$3
if [[ ${MOUNTS:-} == own ]]; then
  mount -t tmpfs -o size=80m none "$dir" || exit
  "${@:4}" "$fill" "$dir"
  mount -o remount,size=1g "$dir"
elif unshare -rm mount -t tmpfs none "$dir" 2>/dev/null; then
  echo "disk of its own"
  MOUNTS=own exec unshare -rm bash "$0" "$@"
else
  echo "disk with files of a limited size"
  (ulimit -f 12288 && exec "${@:4}" "$fill" "$dir")
fi
exec "${@:4}" "$then" "$dir"
