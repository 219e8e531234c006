# What all of the cluster's scripts share: where things are, and how progress and failures are told.
# shellcheck shell=bash disable=SC2034,SC2154

cache=${TASKAGENT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/taskagent}
cache=$(readlink -m "$cache")
state=$(readlink -m "${TASKAGENT_CLUSTER_DIR:-$cache/cluster}")

# The network of the nodes. The machine is its first address.
net=${TASKAGENT_CLUSTER_NET:-10.245.0}
# What the pods' and the services' addresses are matters within the nodes only.
pod_net=10.244
service_net=10.96
# On the machine's loopback address: what is asked there, node-1 answers.
api_port=26443
node_ports=30000:32767
pause_image=taskagent/pause:1

export KUBECONFIG=$state/kubeconfig

say() { printf 'cluster: %4d s  %s\n' "$SECONDS" "$*" >&2; }
fail() {
  say "$*"
  exit 1
}

# wait_for SECONDS WHAT COMMAND... : until the command succeeds. Says what it waits for, if it takes long.
wait_for() {
  local limit=$1 what=$2 began=$SECONDS told=$SECONDS
  shift 2
  until ("$@") >/dev/null 2>&1; do
    if [ $((SECONDS - began)) -ge "$limit" ]; then
      say "gave up waiting for $what after $limit s"
      return 1
    fi
    if [ $((SECONDS - told)) -ge 10 ]; then
      told=$SECONDS
      say "waiting for $what ..."
    fi
    sleep 0.3
  done
}

# One "up" or "down" at a time.
lock() {
  mkdir -p "$state"
  exec 9>"$state.lock"
  flock -w 300 9 || fail "another '$0' runs for five minutes now"
}

# put FILE : writes the standard input there, unless it is what is there.
put() {
  local text
  text=$(cat)
  if [ "$text" != "$(cat "$1" 2>/dev/null)" ]; then printf '%s\n' "$text" >"$1"; fi
}

# What goes on running must not keep the files of who started it: a lock, ours or the caller's, would
# stay taken.
close_files() {
  local file
  for file in /proc/self/fd/*; do
    file=${file##*/}
    if [ "$file" -gt 2 ]; then exec {file}>&-; fi
  done
}

# What is built is built there; what need not be is not told of.
images() { "$home/k8s/images/build" --quiet "$@"; }

kubectl() { "$state/bin/kubectl" --request-timeout=20s "$@"; }
