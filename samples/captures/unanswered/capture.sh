# dhcpd is stopped (SIGSTOP) between the requests of guests 2, 3, 4 and its offers: it pings an address of a
# range for one second before it offers it.
syslog
bridge 172.31.0.1/16
for n in 1 2 3 4; do guest $n; done
sed 's/  option routers/  range 172.31.0.100 172.31.0.120;\n&/' <(conf) > $CONF
cp $CONF "$OUT/dhcpd.conf"
serve
ask 1
for n in 2 3 4; do ask $n 6 & asks="${asks-} $!"; done
until_logged DHCPDISCOVER 4
kill -STOP "$(cat $NET/euca-dhcp.pid)"
wait $asks
say CRON "(root) CMD (run-parts /etc/cron.hourly)"
stop
