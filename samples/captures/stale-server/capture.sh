# The file is completed, the new dhcpd finds the old one running, and that one knows two guests only.
syslog
bridge 172.31.0.1/16
for n in 1 2 3 4; do guest $n; done
conf 1 2 > $CONF
serve
ask 1; ask 2
conf 1 2 3 4 > $CONF
cp $CONF "$OUT/"
serve
ask 3; ask 4
say CRON "(root) CMD (run-parts /etc/cron.hourly)"
stop
