# The network on the machine: a bridge to the nodes, rules that forward ports of 127.0.0.1 to them, and access
# to other networks for them. Everything has our name, so that everything can be removed.
# shellcheck shell=bash disable=SC2154

bridge=taskagent0
# table, our chain, the kernel's chain that calls it
chains=("filter TASKAGENT-INPUT INPUT" "filter TASKAGENT-FORWARD FORWARD"
  "nat TASKAGENT-OUTPUT OUTPUT" "nat TASKAGENT-POSTROUTING POSTROUTING")

network_up() {
  if ! ip link show "$bridge" >/dev/null 2>&1; then
    ip link add "$bridge" type bridge
    ip link set "$bridge" alias "$state"
  fi
  ip address replace "$net.1/24" dev "$bridge"
  ip link set "$bridge" up
  # Answers to connections from 127.0.0.1 arrive here. The setting is removed together with the bridge.
  echo 1 >"/proc/sys/net/ipv4/conf/$bridge/route_localnet"
  forwarding_up
  rules_up
}

# If forwarding was already on, it stays on after "down", because others may need it.
forwarding_up() {
  if [ "$(cat /proc/sys/net/ipv4/ip_forward)" = 0 ]; then
    touch "$state/forwarding-was-off"
    echo 1 >/proc/sys/net/ipv4/ip_forward
  fi
}

rules_up() {
  local entry table chain from node=$net.11
  for entry in "${chains[@]}"; do
    read -r table chain from <<<"$entry"
    iptables -w 10 -t "$table" -N "$chain" 2>/dev/null || iptables -w 10 -t "$table" -F "$chain"
    # Our chain must come first, because Docker and firewalls may drop unknown packets.
    iptables -w 10 -t "$table" -C "$from" -j "$chain" 2>/dev/null ||
      iptables -w 10 -t "$table" -I "$from" -j "$chain"
  done
  iptables-restore -w 10 --noflush <<END
*filter
-A TASKAGENT-INPUT -i lo -j RETURN
-A TASKAGENT-INPUT -i $bridge -d 127.0.0.0/8 -m conntrack ! --ctstate RELATED,ESTABLISHED -j DROP
-A TASKAGENT-INPUT -i $bridge -j RETURN
-A TASKAGENT-INPUT -d $net.0/24 -j DROP
-A TASKAGENT-FORWARD -i $bridge -j ACCEPT
-A TASKAGENT-FORWARD -o $bridge -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A TASKAGENT-FORWARD -o $bridge -j DROP
COMMIT
*nat
-A TASKAGENT-OUTPUT -d 127.0.0.1/32 -p tcp --dport $api_port -j DNAT --to-destination $node:6443
-A TASKAGENT-OUTPUT -d 127.0.0.1/32 -p tcp --dport $node_ports -j DNAT --to-destination $node
-A TASKAGENT-OUTPUT -d 127.0.0.1/32 -p udp --dport $node_ports -j DNAT --to-destination $node
-A TASKAGENT-POSTROUTING -s 127.0.0.0/8 -o $bridge -j MASQUERADE
-A TASKAGENT-POSTROUTING -s $net.0/24 ! -o $bridge -j MASQUERADE
COMMIT
END
}

network_down() {
  local entry table chain from
  # iptables may not be installed (any more).
  if command -v iptables >/dev/null; then
    for entry in "${chains[@]}"; do
      read -r table chain from <<<"$entry"
      while iptables -w 10 -t "$table" -D "$from" -j "$chain" 2>/dev/null; do :; done
      iptables -w 10 -t "$table" -F "$chain" 2>/dev/null || continue
      iptables -w 10 -t "$table" -X "$chain"
    done
  fi
  ip link delete "$bridge" 2>/dev/null || true
  forwarding_down
}

forwarding_down() {
  if [ ! -e "$state/forwarding-was-off" ]; then return; fi
  # A Docker engine that started in the meantime needs it.
  if ip -o link show type bridge | grep -q .; then
    say "leaving net.ipv4.ip_forward on, because there are other bridges now"
  else
    echo 0 >/proc/sys/net/ipv4/ip_forward
  fi
  rm -f "$state/forwarding-was-off"
}
