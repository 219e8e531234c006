# Checks what this machine needs. Each message says what to do.
# shellcheck shell=bash disable=SC2154

checks() {
  [ "$(uname -s)" = Linux ] || fail "needs Linux. On another system, set TASKAGENT_KUBE_CONTEXT to the context of a cluster"
  [ "$(id -u)" = 0 ] || fail "needs root, to create namespaces, mounts and firewall rules. Try: sudo -E $0 up"
  case $state/ in
    /run/* | /var/run/* | /proc/* | /sys/*) fail "$state cannot hold the data of a cluster; set TASKAGENT_CLUSTER_DIR" ;;
  esac
  mkdir -p "$state"
  check_commands
  check_kernel
  check_room
}

check_commands() {
  local command package missing=()
  while read -r command package; do
    command -v "$command" >/dev/null || missing+=("$package")
  done <<'END'
ip iproute2
ss iproute2
iptables iptables
unshare util-linux
nsenter util-linux
mount mount
openssl openssl
END
  if [ "${#missing[@]}" -eq 0 ]; then return; fi
  command -v apt-get >/dev/null || fail "install these first: ${missing[*]}"
  say "installing ${missing[*]} ..."
  { apt-get update -q && DEBIAN_FRONTEND=noninteractive \
    apt-get install -q -y --no-install-recommends "${missing[@]}"; } >"$state/apt.log" 2>&1 ||
    fail "cannot install ${missing[*]}; see $state/apt.log"
}

check_kernel() {
  local module file
  while read -r module file; do
    [ -e "$file" ] || modprobe "$module" 2>/dev/null || true
    [ -e "$file" ] || fail "the kernel module $module is missing ($file does not exist), and 'modprobe $module' failed"
  done <<'END'
br_netfilter /proc/sys/net/bridge/bridge-nf-call-iptables
nf_conntrack /proc/sys/net/netfilter/nf_conntrack_max
END
  grep -qw overlay /proc/filesystems || modprobe overlay 2>/dev/null || true
  grep -qw overlay /proc/filesystems || fail "the kernel does not support the file system 'overlay', and 'modprobe overlay' failed"
  local group
  for group in cpu cpuset memory pids; do
    grep -qw "$group" /sys/fs/cgroup/cgroup.controllers 2>/dev/null || [ -d "/sys/fs/cgroup/$group" ] ||
      fail "the control group '$group' is missing in /sys/fs/cgroup; a kernel parameter may disable it"
  done
}

check_room() {
  local free memory
  free=$(($(df -Pk "$state" | awk 'NR == 2 { print $4 }') / 1024))
  [ "$free" -ge 3000 ] || fail "$state has $free MB of free space; a cluster needs 3000 MB. Set TASKAGENT_CLUSTER_DIR to another folder"
  memory=$(awk '$1 == "MemAvailable:" { print int($2 / 1024) }' /proc/meminfo)
  [ "$memory" -ge 2000 ] || fail "$memory MB of memory are available; a cluster needs 2000 MB"
}

# Runs before the firewall rules are set. After that, these ports of 127.0.0.1 lead to the cluster.
check_ports() {
  local taken
  if ip -4 route show | grep -v " dev $bridge " | grep -q "^$net\."; then
    fail "the network $net.0/24 is already in use: $(ip -4 route show | grep "^$net\." | head -n 1)." \
      "Set TASKAGENT_CLUSTER_NET to another one, such as 10.249.7"
  fi
  taken=$(listeners "sport = :$api_port")
  [ -z "$taken" ] || fail "the port $api_port is already in use: $taken"
  taken=$(listeners "sport >= :${node_ports%:*} and sport <= :${node_ports#*:}")
  [ -z "$taken" ] || say "from now on, the ports ${node_ports/:/ to } of 127.0.0.1 lead to the cluster, and no longer to $taken"
}

# Prints which processes listen there, on the addresses that the cluster will use.
listeners() {
  ss -Hltnp "( $1 )" 2>/dev/null | awk '$4 ~ /^(127\.0\.0\.1|0\.0\.0\.0|\*|\[::\]):/ { print $4, $6 }' | head -n 3 | paste -sd' '
}

# Fails if another cluster, with another folder, already has a bridge with our name.
check_other() {
  local owner
  owner=$(ip -o link show "$bridge" 2>/dev/null | sed 's/.* alias //') || return 0
  [ "$owner" = "$state" ] ||
    fail "another cluster is running, with its data in $owner. Stop it: TASKAGENT_CLUSTER_DIR=$owner $0 down"
}
