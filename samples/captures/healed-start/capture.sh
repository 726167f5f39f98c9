# br0 has no address yet, dhcpd finds nothing to listen on and exits; then it has one, and all are served.
syslog
bridge
for n in 1 2 3 4; do guest $n; done
conf 1 2 3 4 > $CONF
cp $CONF "$OUT/"
serve
sleep 5
ip addr add 172.31.0.1/16 dev br0
serve
for n in 1 2 3 4; do ask $n; done
stop
