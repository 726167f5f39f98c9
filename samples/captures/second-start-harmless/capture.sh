# Somebody starts a second dhcpd by hand; it is refused, and the first serves everybody.
syslog
bridge 172.31.0.1/16
for n in 1 2 3 4; do guest $n; done
conf 1 2 3 4 > $CONF
cp $CONF "$OUT/"
serve
ask 1
serve
ask 2; ask 3; ask 4
stop
