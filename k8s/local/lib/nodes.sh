# A node is a set of namespaces: processes, mounts, network. Kubernetes creates rules, bridges, mounts, kernel
# settings and processes that outlive their parents. Here it creates them in the node's namespaces, and the
# kernel removes them together with the node's first process. So the node also cannot affect the machine's
# other containers and rules.
# shellcheck shell=bash disable=SC2154

node_folder() { echo "$state/nodes/$1"; }
node_address() { echo "$net.$((10 + ${1#node-}))"; }

# Prints the process id (on the machine) of a node's first process, if it is running.
node_process() {
  local folder pid
  folder=$(node_folder "$1")
  pid=$(cat "$folder/run/init.pid" 2>/dev/null) || return 1
  # The id may belong to another process by now. Ours has this folder on its command line.
  [[ $(tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline") = *"pause $folder " ]] 2>/dev/null && echo "$pid"
}

# enter NODE COMMAND... : runs a command in a node, without the user's environment.
enter() {
  local process
  process=$(node_process "$1") || fail "$1 is not running"
  shift
  nsenter --target "$process" --mount --net --pid --ipc --uts -- \
    env -i HOME=/root PATH="$state/bin:$tools/usr/bin:$tools/usr/sbin:/usr/sbin:/usr/bin:/sbin:/bin" "$@"
}

node_up() {
  local node=$1 folder process
  folder=$(node_folder "$node")
  if ! node_process "$node" >/dev/null; then
    say "$node: creating its namespaces"
    rm -rf "$folder/run"
    mkdir -p "$folder"/{run,log,etc,containerd,kubelet,pods} "$state/volumes"
    date -u +%FT%TZ >"$folder/run/made"
    mountpoints
    # Remove the groups of a killed node. Otherwise the kubelet would look for their containers for a minute.
    node_cgroups_down
    node_cgroups_up
    (
      close_files
      exec setsid unshare --mount --propagation private --net --pid --ipc --uts --fork \
        "$here/lib/node-init" "$node" "$folder" "$init" </dev/null >"$folder/log/init.log" 2>&1
    ) &
    wait_for 10 "the namespaces of $node" node_process "$node" ||
      fail "$node: cannot create its namespaces: $(tail -n 3 "$folder/log/init.log")"
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

# Creates the folders whose paths are fixed in the code of kubelet and CNI, as mount points.
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

# Stops a node: sends SIGTERM to its processes, waits some seconds, and lets the kernel kill the rest.
node_down() {
  local node=$1 process folder
  folder=$(node_folder "$node")
  if process=$(node_process "$node"); then
    say "$node: stopping $(processes "$process") processes"
    # Stop the kubelet first, because it would restart the containers.
    stop "$node" kubelet
    nsenter --target "$process" --mount --pid -- sh -c 'kill -TERM -1' 2>/dev/null || true
    wait_for 5 "the processes of $node" only_process "$process" 2>/dev/null || true
    kill -KILL "$process" 2>/dev/null || true
    wait_for 30 "the end of $node" gone "$process" ||
      fail "$node: its first process, $process, did not stop"
  fi
  rm -rf "$folder/run"
  ip link delete "ta-$node" 2>/dev/null || true
  node_cgroups_down
}

gone() { [ ! -e "/proc/$1" ]; }

# Prints how many processes a node has, including those of its containers.
processes() { find "/proc/$1/root/proc" -maxdepth 1 -name '[0-9]*' | wc -l; }
only_process() { [ "$(processes "$1")" -le 1 ]; }

# Creates the control group for all pods. With control groups v1, each hierarchy has one.
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
