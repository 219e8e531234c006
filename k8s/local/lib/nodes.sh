# A node is a set of namespaces: processes, mounts, network. What the parts of Kubernetes leave all over a
# machine (rules, bridges, mounts, settings of the kernel, processes that outlive their parents) they leave
# there, and the kernel takes it away with the node's first process. So the machine's other containers
# and rules are none of its business, either.
# shellcheck shell=bash disable=SC2154

node_folder() { echo "$state/nodes/$1"; }
node_address() { echo "$net.$((10 + ${1#node-}))"; }

# The machine's id of the first process of a node, if it runs.
node_process() {
  local folder pid
  folder=$(node_folder "$1")
  pid=$(cat "$folder/run/init.pid" 2>/dev/null) || return 1
  # The id may long since be another process's. Ours has this folder on its command line.
  [[ $(tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline") = *"pause $folder " ]] 2>/dev/null && echo "$pid"
}

# enter NODE COMMAND... : runs a command there, with nothing of the user's settings.
enter() {
  local process
  process=$(node_process "$1") || fail "$1 does not run"
  shift
  nsenter --target "$process" --mount --net --pid --ipc --uts -- \
    env -i HOME=/root PATH="$state/bin:$tools/usr/bin:$tools/usr/sbin:/usr/sbin:/usr/bin:/sbin:/bin" "$@"
}

node_up() {
  local node=$1 folder process
  folder=$(node_folder "$node")
  if ! node_process "$node" >/dev/null; then
    say "$node: making its namespaces"
    rm -rf "$folder/run"
    mkdir -p "$folder"/{run,log,etc,containerd,kubelet,pods} "$state/volumes"
    date -u +%FT%TZ >"$folder/run/made"
    mountpoints
    # Those of a node that was killed: the kubelet would ask for a minute what became of their containers.
    node_cgroups_down
    node_cgroups_up
    (
      close_files
      exec setsid unshare --mount --propagation private --net --pid --ipc --uts --fork \
        "$here/lib/node-init" "$node" "$folder" "$init" </dev/null >"$folder/log/init.log" 2>&1
    ) &
    wait_for 10 "the namespaces of $node" node_process "$node" ||
      fail "$node: cannot make its namespaces: $(tail -n 3 "$folder/log/init.log")"
  fi
  process=$(node_process "$node")
  node_network "$node" "$process"
}

unmake() {
  local place
  if [ ! -f "$state/made" ]; then return; fi
  while read -r place; do rmdir "$place" 2>/dev/null || true; done <"$state/made"
  rm -f "$state/made"
}

# Where the kubelet and CNI have their places written into their code, a mount point must be.
mountpoints() {
  local place
  for place in /var/lib/kubelet /var/lib/cni /var/log/pods /var/log/containers; do
    if [ ! -d "$place" ]; then
      mkdir -p "$place"
      echo "$place" >>"$state/made"
    fi
  done
}

node_network() {
  local node=$1 process=$2 link=ta-$1
  if ! ip link show "$link" >/dev/null 2>&1; then
    ip link add "$link" type veth peer name eth0 netns "$process"
    ip link set "$link" master "$bridge" up
  fi
  enter "$node" sh -euc '
    ip link set lo up
    ip address replace "$1/24" dev eth0
    ip link set eth0 up
    ip route replace default via "$2"
    echo 1 >/proc/sys/net/ipv4/ip_forward
    echo 1 >/proc/sys/net/bridge/bridge-nf-call-iptables
    iptables -w 10 -t nat -C POSTROUTING -s "$3" ! -d "$3" -o eth0 -j MASQUERADE 2>/dev/null ||
      iptables -w 10 -t nat -A POSTROUTING -s "$3" ! -d "$3" -o eth0 -j MASQUERADE
  ' - "$(node_address "$node")" "$net.1" "$pod_net.0.0/16"
}

# Ends a node: asks its processes, gives them some seconds, and lets the kernel end what is left.
node_down() {
  local node=$1 process folder
  folder=$(node_folder "$node")
  if process=$(node_process "$node"); then
    say "$node: ending $(processes "$process") processes"
    # The kubelet first: it would start again what ends.
    stop "$node" kubelet
    nsenter --target "$process" --mount --pid -- sh -c 'kill -TERM -1' 2>/dev/null || true
    wait_for 5 "the processes of $node" only_process "$process" 2>/dev/null || true
    kill -KILL "$process" 2>/dev/null || true
    wait_for 30 "the end of $node" gone "$process" ||
      fail "$node: its first process, $process, does not end"
  fi
  rm -rf "$folder/run"
  ip link delete "ta-$node" 2>/dev/null || true
  node_cgroups_down
}

gone() { [ ! -e "/proc/$1" ]; }

# How many processes a node has, those of its containers among them.
processes() { find "/proc/$1/root/proc" -maxdepth 1 -name '[0-9]*' | wc -l; }
only_process() { [ "$(processes "$1")" -le 1 ]; }

# The group that kubelet puts all pods into. Where control groups are of the first version, each hierarchy
# has one.
node_cgroups_up() {
  local procs
  for procs in /sys/fs/cgroup/cgroup.procs /sys/fs/cgroup/*/cgroup.procs; do
    if [ -e "$procs" ] && [ "${procs%/*}" != /sys/fs/cgroup/unified ]; then mkdir -p "${procs%/*}/taskagent"; fi
  done
}

node_cgroups_down() {
  local group
  for group in /sys/fs/cgroup/taskagent /sys/fs/cgroup/*/taskagent; do
    if [ -d "$group" ]; then find "$group" -depth -type d -exec rmdir {} + 2>/dev/null || true; fi
  done
}
