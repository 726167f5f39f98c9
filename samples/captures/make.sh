#!/bin/bash
# make.sh [NAME]...: makes captures anew with the real programs, as root; without names, all of them.
# Needs dhcpd, rsyslogd, udhcpc, ip, nft, logger: apt-get install isc-dhcp-server rsyslog udhcpc iproute2 nftables
# Each runs in namespaces of its own and touches nothing of the host but its own folder.
set -eu
cd "$(dirname "$0")"
[ $# -gt 0 ] || set -- $(ls -d */capture.sh | xargs -n 1 dirname)
for name in "$@"; do
  [ -f "$name/capture.sh" ] || { echo "make.sh: $name: no such capture; they are: $(ls -d */)" >&2; exit 2; }
done
for name in "$@"; do
  rm -f "$name"/messages*
  unshare --mount --net --uts --ipc --pid --fork --kill-child --mount-proc --propagation private \
    bash ./node.sh nc01 "$name/capture.sh" "$name" &
done
wait
wc -l */messages*
