# The log ends in the second of guest 2's request: dhcpd still pings the address that it will offer.
syslog
bridge 172.31.0.1/16
for n in 1 2; do guest $n; done
sed 's/  option routers/  range 172.31.0.100 172.31.0.120;\n&/' <(conf) > $CONF
cp $CONF "$OUT/dhcpd.conf"
serve
ask 1
ask 2 &
until_logged DHCPDISCOVER 2
kill -KILL "$SYSLOG"
wait
