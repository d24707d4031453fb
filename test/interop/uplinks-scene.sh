#!/bin/sh
# Two lines out of one host: eth0 behind gw1 (44.128.10.1) and wwan0 behind gw2 (44.128.20.1), both to one world.
# Run inside a network and mount namespace of its own: unshare -n -m uplinks-scene.sh BUN FOLDER
set -e
bun=$1
folder=$2
mkdir -p /run/netns
mount -t tmpfs none /run/netns
ip link set lo up

for n in gw1 gw2 world; do
  ip netns add $n
  ip -n $n link set lo up
done

line() { # gateway interface number
  ip link add "$2" type veth peer name lan netns "$1"
  ip addr add "192.168.$3.2/24" dev "$2"
  ip link set "$2" up
  ip -n "$1" addr add "192.168.$3.1/24" dev lan
  ip -n "$1" link set lan up
  ip -n "$1" link add wan type veth peer name "w$3" netns world
  ip -n "$1" addr add "44.128.${3}0.1/24" dev wan
  ip -n "$1" link set wan up
  ip -n world addr add "44.128.${3}0.254/24" dev "w$3"
  ip -n world link set "w$3" up
  ip -n "$1" route add default via "44.128.${3}0.254"
  ip netns exec "$1" sysctl -qw net.ipv4.ip_forward=1
  ip netns exec "$1" nft -f - <<EOF
table ip nat {
  chain postrouting {
    type nat hook postrouting priority 100;
    oifname "wan" masquerade
  }
}
EOF
}

line gw1 eth0 1
line gw2 wwan0 2
for last in 1 2 3; do ip -n world addr add 44.128.99.$last/32 dev lo; done

ip route add default via 192.168.1.1
ip route add default via 192.168.2.1 table 2
ip rule add from 192.168.2.2 table 2

ip netns exec world "$bun" "$folder/uplinks-world.ts" 44.128.99.1 44.128.99.2 44.128.99.3 >/run/netns/.ready &
world=$!
trap 'kill $world' EXIT
while ! grep -q ready /run/netns/.ready; do sleep 0.1; done
"$bun" "$folder/uplinks-agent.ts"
