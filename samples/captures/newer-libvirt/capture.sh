# Newer libvirt counts upwards for ever: 40 taps, vnet1464 to vnet1503, under rsyslog's 200 lines in 5 s.
syslog 200
bridge 172.31.0.1/16
guests=$(seq 1 40)
for n in $guests; do guest $n vnet$((1463 + n)); done
conf $guests > $CONF
cp $CONF "$OUT/"
serve
sleep 6
for n in $guests; do ask $n & asks="${asks-} $!"; done
wait $asks
stop
