# The other node: its bridge is wired to nc01's by eth0.
bridge 172.31.0.2/16
ip link set eth0 master br0 up
for n in 4 5; do guest $n vnet$((n - 3)); done
syslog
conf 4 5 > $CONF
cp $CONF "$OUT/euca-dhcp-nc02.conf"
serve
touch "$SIGNS/serves"
until [ -e "$SIGNS/asked" ]; do sleep .1; done
for n in 4 5; do ask $n; done
stop
touch "$SIGNS/over"
