#!/bin/bash
# node.sh HOST SCRIPT FOLDER: a node on ground of its own; SCRIPT says what happens on it.
# Run by make.sh inside fresh namespaces. Documents and messages go to FOLDER.
set -u
export LC_ALL=C TZ=UTC
OUT=$(cd "$3" && pwd)
MESSAGES=${MESSAGES:-$OUT/messages}
NET=/run/eucalyptus/net
CONF=$NET/euca-dhcp.conf

# A /dev, /run and lease folder that nobody else sees: /dev/log is ours, pid files are ours.
ground() {
  hostname "$1"
  mkdir -p /run/dev && mount -t tmpfs -o mode=755 none /run/dev
  for device in null zero full random urandom; do
    touch /run/dev/$device && mount --bind /dev/$device /run/dev/$device
  done
  ln -s /proc/self/fd /run/dev/fd
  mount --move /run/dev /dev
  mount -t tmpfs -o mode=755 none /run
  mkdir -p $NET /run/netns /run/bin
  mount -t tmpfs none /run/netns && mount --make-shared /run/netns
  # AppArmor knows these two by their paths, and would keep them from files of ours.
  cp "$(command -v dhcpd)" "$(command -v rsyslogd)" /run/bin/
  PATH=/run/bin:$PATH
  ip link set lo up
  echo "${PIDS_FROM:-23600}" > /proc/sys/kernel/ns_last_pid
}

# syslog [BURST]: rsyslogd, keeping at most BURST lines of a process in 5 s (default: all).
syslog() {
  local interval=0
  [ "${1:-0}" = 0 ] || interval=5
  cat > /run/rsyslog.conf <<CONF
module(load="imuxsock" SysSock.Use="on" SysSock.RateLimit.Interval="$interval" SysSock.RateLimit.Burst="${1:-0}")
*.* action(type="omfile" file="$MESSAGES" template="RSYSLOG_TraditionalFileFormat" fileCreateMode="0644")
CONF
  rsyslogd -n -f /run/rsyslog.conf -i /run/rsyslogd.pid &
  SYSLOG=$!
  until [ -S /dev/log ]; do sleep .1; done
}

bridge() {
  ip link add br0 type bridge
  ip link set br0 up
  [ -z "${1-}" ] || ip addr add "$1" dev br0
}

# Guest N: its instance id, the MAC that Eucalyptus makes of it, the address that its host entry gives.
id() { printf 'i-%s' "$(printf 'logdiag-capture-%d' "$1" | sha256sum | cut -c 1-8)"; }
mac() { id "$1" | sed -E 's/i-(..)(..)(..)(..)/d0:0d:\1:\2:\3:\4/'; }
address() { echo "172.31.0.$((10 + $1))"; }

# guest N [TAP] [MAC]: a guest behind a tap of br0 (a veth: dhcpd sees no difference).
guest() {
  local name tap=${2:-vnet$1}
  name=$(id "$1")
  ip netns add "$name"
  ip link add "$tap" type veth peer name eth0 netns "$name" address "${3:-$(mac "$1")}"
  ip link set "$tap" master br0 up
  ip -n "$name" link set eth0 up
}

# conf N...: a euca-dhcp.conf with host entries for these guests, as eucanetd writes it
# (net/eucanetd.c:1287-1372 generate_dhcpd_config(), Eucalyptus 4.0.2).
conf() {
  cat <<CONF
# automatically generated config file for DHCP server
default-lease-time 86400;
max-lease-time 86400;
ddns-update-style none;

shared-network euca {
subnet 172.31.0.0 netmask 255.255.0.0 {
  option subnet-mask 255.255.0.0;
  option broadcast-address 172.31.255.255;
  option domain-name "eucalyptus.internal";
  option domain-name-servers 172.31.0.1;
  option routers 172.31.0.1;
}
CONF
  local n
  for n in "$@"; do
    printf '\nhost node-%s {\n  hardware ethernet %s;\n  fixed-address %s;\n}\n' \
      "$(address "$n")" "$(mac "$n" | tr a-f A-F)" "$(address "$n")"
  done
  echo '}'
}

# serve: dhcpd as eucanetd starts it, without an interface list (net/eucanetd.c:1273).
serve() {
  touch $NET/euca-dhcp.leases
  dhcpd -cf "$CONF" -lf $NET/euca-dhcp.leases -pf $NET/euca-dhcp.pid -tf $NET/euca-dhcp.trace \
    > /dev/null 2>&1
  sleep .5
}

# ask N [TRIES]: a guest's own DHCP client, which gives up after TRIES (3 s apart).
ask() {
  ip netns exec "$(id "$1")" udhcpc -f -n -q -t "${2:-2}" -T 3 -A 1 -i eth0 -s /bin/true > /dev/null 2>&1
}

say() { logger -t "$1" -- "${@:2}"; }

# until_logged TEXT COUNT: waits for lines of messages.
until_logged() {
  until [ "$(grep -c -- "$1" "$MESSAGES")" -ge "$2" ]; do sleep .02; done
}

stop() {
  sleep 1
  kill "$SYSLOG" && wait "$SYSLOG" 2> /dev/null
}

ground "$1"
. "./$2"
