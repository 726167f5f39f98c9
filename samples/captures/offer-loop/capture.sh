# A filter on the bridge eats what dhcpd sends to guest 2; guests 1 and 3 are served.
syslog
bridge 172.31.0.1/16
for n in 1 2 3; do guest $n; done
conf 1 2 3 > $CONF
cp $CONF "$OUT/"
nft add table bridge eat
nft add chain bridge eat out '{ type filter hook postrouting priority 0; }'
nft add rule bridge eat out oifname vnet2 ip protocol udp udp sport 67 drop
serve
ask 1
ask 2 6
ask 3
sleep 12
say CRON "(root) CMD (run-parts /etc/cron.hourly)"
stop
