# Three guests are plugged, two ask, the third never does; cron speaks every minute, for six minutes.
syslog
bridge 172.31.0.1/16
for n in 1 2 3; do guest $n; done
conf 1 2 3 > $CONF
cp $CONF "$OUT/"
serve
ask 1; ask 2
for minute in 1 2 3 4 5 6; do
  sleep 60
  say CRON "(root) CMD (/usr/lib/sysstat/sa1 1 1)"
done
stop
