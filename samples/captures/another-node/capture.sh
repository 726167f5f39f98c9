# Two nodes on one segment: nc02's dhcpd has entries for its own guests only, and refuses those of nc01.
ip netns add nc02
bridge 172.31.0.1/16
ip link add eth0 type veth peer name eth0 netns nc02
ip link set eth0 master br0 up
for n in 1 2 3; do guest $n; done
SIGNS=$(mktemp -d)
MESSAGES=$OUT/messages-nc02 PIDS_FROM=31400 SIGNS=$SIGNS ip netns exec nc02 \
  unshare --mount --uts --pid --fork --kill-child --mount-proc bash ./node.sh nc02 another-node/nc02.sh another-node &
MESSAGES=$OUT/messages-nc01
syslog
conf 1 2 3 > $CONF
cp $CONF "$OUT/euca-dhcp-nc01.conf"
serve
until [ -e "$SIGNS/serves" ]; do sleep .1; done
for n in 1 2 3; do ask $n; done
touch "$SIGNS/asked"
until [ -e "$SIGNS/over" ]; do sleep .1; done
stop
rm -r "$SIGNS"
