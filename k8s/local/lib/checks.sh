# What this machine must have. Each failure says what to do.
# shellcheck shell=bash disable=SC2154

checks() {
  [ "$(uname -s)" = Linux ] || fail "needs Linux. On another system, have TASKAGENT_KUBE_CONTEXT name a cluster"
  [ "$(id -u)" = 0 ] || fail "needs root, for namespaces, mounts and rules. Try: sudo -E $0 up"
  case $state/ in
    /run/* | /var/run/* | /proc/* | /sys/*) fail "$state is no place to keep a cluster; set TASKAGENT_CLUSTER_DIR" ;;
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
    fail "cannot install ${missing[*]}. What apt-get said is in $state/apt.log"
}

check_kernel() {
  local module file
  while read -r module file; do
    [ -e "$file" ] || modprobe "$module" 2>/dev/null || true
    [ -e "$file" ] || fail "the kernel has no $module ($file is missing), and 'modprobe $module' did not help"
  done <<'END'
br_netfilter /proc/sys/net/bridge/bridge-nf-call-iptables
nf_conntrack /proc/sys/net/netfilter/nf_conntrack_max
END
  grep -qw overlay /proc/filesystems || modprobe overlay 2>/dev/null || true
  grep -qw overlay /proc/filesystems || fail "the kernel has no file system 'overlay', and 'modprobe overlay' did not help"
  local group
  for group in cpu cpuset memory pids; do
    grep -qw "$group" /sys/fs/cgroup/cgroup.controllers 2>/dev/null || [ -d "/sys/fs/cgroup/$group" ] ||
      fail "there is no control group '$group' in /sys/fs/cgroup; the kernel's parameters may turn it off"
  done
}

check_room() {
  local free memory
  free=$(($(df -Pk "$state" | awk 'NR == 2 { print $4 }') / 1024))
  [ "$free" -ge 3000 ] || fail "$state has $free MB left, and a cluster needs 3000. Set TASKAGENT_CLUSTER_DIR"
  memory=$(awk '$1 == "MemAvailable:" { print int($2 / 1024) }' /proc/meminfo)
  [ "$memory" -ge 2000 ] || fail "$memory MB of memory are available, and a cluster needs 2000"
}

# Before the rules are there: afterwards nobody on this machine reaches others on these ports.
check_ports() {
  local taken
  if ip -4 route show | grep -v " dev $bridge " | grep -q "^$net\."; then
    fail "the network $net.0/24 is in use here: $(ip -4 route show | grep "^$net\." | head -n 1)." \
      "Have TASKAGENT_CLUSTER_NET name another, such as 10.249.7"
  fi
  taken=$(listeners "sport = :$api_port")
  [ -z "$taken" ] || fail "the port $api_port is taken: $taken"
  taken=$(listeners "sport >= :${node_ports%:*} and sport <= :${node_ports#*:}")
  [ -z "$taken" ] || say "from here, ports ${node_ports/:/ to } of 127.0.0.1 are the cluster's, not those of $taken"
}

# Who listens there, on the addresses that are to be the cluster's.
listeners() {
  ss -Hltnp "( $1 )" 2>/dev/null | awk '$4 ~ /^(127\.0\.0\.1|0\.0\.0\.0|\*|\[::\]):/ { print $4, $6 }' | head -n 3 | paste -sd' '
}

# A bridge of our name that another state folder made.
check_other() {
  local owner
  owner=$(ip -o link show "$bridge" 2>/dev/null | sed 's/.* alias //') || return 0
  [ "$owner" = "$state" ] ||
    fail "another cluster runs here, in $owner. End it: TASKAGENT_CLUSTER_DIR=$owner $0 down"
}
