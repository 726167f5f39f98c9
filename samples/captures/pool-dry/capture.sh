# A plain dhcpd.conf with a range of three addresses, and five guests (QEMU's MACs).
syslog
bridge 172.31.0.1/16
for n in 1 2 3 4 5; do guest $n vnet$n 52:54:00:94:00:0$n; done
CONF=/run/dhcpd.conf
cat > $CONF <<CONF
default-lease-time 3600;
max-lease-time 7200;
subnet 172.31.0.0 netmask 255.255.0.0 {
  range 172.31.0.101 172.31.0.103;
  option routers 172.31.0.1;
}
CONF
cp $CONF "$OUT/"
serve
for n in 1 2 3 4 5; do ask $n; done
say CRON "(root) CMD (run-parts /etc/cron.hourly)"
stop
