# Shared by all scripts of the cluster: paths, progress messages and failures.
# shellcheck shell=bash disable=SC2034,SC2154

cache=${TASKAGENT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/taskagent}
cache=$(readlink -m "$cache")
state=$(readlink -m "${TASKAGENT_CLUSTER_DIR:-$cache/cluster}")

# The network of the nodes. The machine has its first address.
net=${TASKAGENT_CLUSTER_NET:-10.245.0}
# The addresses of pods and services are visible only within the nodes.
pod_net=10.244
service_net=10.96
# Ports of the machine's loopback address that lead to node-1.
api_port=26443
node_ports=30000:32767
pause_image=taskagent/pause:1

export KUBECONFIG=$state/kubeconfig

say() { printf 'cluster: %4d s  %s\n' "$SECONDS" "$*" >&2; }
fail() {
  say "$*"
  exit 1
}

# wait_for SECONDS WHAT COMMAND... : waits until the command succeeds. Says what it waits for every 10 s.
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

# Allows one "up" or "down" at a time.
lock() {
  mkdir -p "$state"
  exec 9>"$state.lock"
  flock -w 300 9 || fail "another '$0' has been running for five minutes"
}

# put FILE : writes the standard input to the file if it differs from the file's content.
put() {
  local text
  text=$(cat)
  if [ "$text" != "$(cat "$1" 2>/dev/null)" ]; then printf '%s\n' "$text" >"$1"; fi
}

# Background processes must not inherit open files. Otherwise a lock, ours or the caller's, would stay held.
close_files() {
  local file
  for file in /proc/self/fd/*; do
    file=${file##*/}
    if [ "$file" -gt 2 ]; then exec {file}>&-; fi
  done
}

# Builds what is missing, without messages about what is up to date.
images() { "$home/k8s/images/build" --quiet "$@"; }

kubectl() { "$state/bin/kubectl" --request-timeout=20s "$@"; }
