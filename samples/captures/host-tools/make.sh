#!/bin/bash
# Prints links of every sort. Needs iproute2 and brctl: `unshare -rn bash make.sh`, in this folder.
cd "$(dirname "$0")"
ip link set lo up
ip link add br0 type bridge; ip addr add 10.1.0.1/24 dev br0; ip link set br0 up
ip link add virbr0 type bridge; ip addr add 192.168.122.1/24 dev virbr0; ip link set virbr0 up
for i in 0 1 2 3; do ip tuntap add vnet$i mode tap; done
python3 - <<'P' &
import fcntl,struct,os,time
fds=[]
for n in (b"vnet0",b"vnet2"):
    f=os.open("/dev/net/tun",os.O_RDWR); fcntl.ioctl(f,0x400454ca,struct.pack("16sH",n,0x1002)); fds.append(f)
time.sleep(6)
P
sleep 1
ip link set vnet0 master br0 up; ip link set vnet1 master br0; ip link set vnet2 up
ip link add tap0a1b2c3d-4e type veth peer name qvb0a1b2c3d-4e; ip link set tap0a1b2c3d-4e up; ip link set qvb0a1b2c3d-4e up; ip link set qvb0a1b2c3d-4e master br0
sleep 2
run() { printf '# %s\n' "$*"; "$@"; echo; }
run ip -br link > ip-br-link.txt; run ip -br addr > ip-br-addr.txt; run ip link > ip-link.txt; run ip addr > ip-addr.txt
run bridge link > bridge-link.txt; run brctl show > brctl.txt 2>&1
virsh="virsh -c test:///default"
{
    printf '# virsh list --all\n'; $virsh list --all
    printf '# virsh domiflist test\n'; $virsh domiflist test
    printf '# virsh net-list --all\n'; $virsh "net-destroy default; net-list --all" | sed 1,2d
} > virsh.txt
