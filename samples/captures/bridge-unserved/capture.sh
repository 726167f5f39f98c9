# The file has a subnet for eth1 only: br0 (172.31.0.1), where the guests are, is in none, and they ask in vain.
syslog
bridge 172.31.0.1/16
for n in 1 2; do guest $n; done
ip link add eth1 type veth peer name wire
ip link set eth1 up && ip link set wire up
ip addr add 10.77.0.1/24 dev eth1
CONF=/run/dhcpd.conf
cat > $CONF <<CONF
default-lease-time 3600;
max-lease-time 7200;
subnet 10.77.0.0 netmask 255.255.255.0 {
  range 10.77.0.100 10.77.0.199;
  option routers 10.77.0.1;
}
CONF
cp $CONF "$OUT/"
serve
ask 1; ask 2
say CRON "(root) CMD (run-parts /etc/cron.hourly)"
stop
