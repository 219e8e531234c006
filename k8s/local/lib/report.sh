# Reports the cluster's state, its logs, and how to use it.
# shellcheck shell=bash disable=SC2154

parts=(etcd containerd kube-apiserver kube-controller-manager kube-scheduler local-provisioner kubelet kube-proxy)

status() {
  if [ -n "$given" ]; then
    given_up
    return
  fi
  [ "$(id -u)" = 0 ] || fail "needs root, to look at processes. Try: sudo -E $0 status"
  local part pid bad=0
  if ! node_process node-1 >/dev/null; then
    echo "not running"
    return 1
  fi
  for part in "${parts[@]}"; do
    if pid=$(alive node-1 "$part"); then
      printf '%-24s running, process %s, %s MB\n' "$part" "$pid" "$(memory "$pid")"
    else
      printf '%-24s NOT RUNNING\n' "$part"
      bad=1
    fi
  done
  local nodes pods
  if ! nodes=$(kubectl get nodes --no-headers 2>&1); then
    echo "the API does not answer: $(tail -n 1 <<<"$nodes")"
    return 1
  fi
  awk '{ printf "%-24s %s\n", $1, $2; bad = bad || $2 != "Ready" } END { exit bad || NR == 0 }' <<<"$nodes" || bad=1
  pods=$(kubectl get pods -A --no-headers 2>/dev/null)
  awk '{ all++; split($3, of, "/"); if ($4 == "Completed" || ($4 == "Running" && of[1] == of[2])) good++
         else printf "%-24s %s, %s ready\n", $2, $4, $3 }
       END { printf "%-24s %d of %d ready\n", "pods", good, all; exit all == 0 || good < all }' <<<"$pods" || bad=1
  return "$bad"
}

memory() { awk '$1 == "VmRSS:" { print int($2 / 1024) }' "/proc/$1/status"; }

# settled NAMESPACE : waits until everything deployed in the namespace is ready.
settled() {
  local what
  for what in $(kubectl -n "$1" get deployments,statefulsets -o name); do
    wait_for 180 "${what##*/}" rolled_out "$1" "$what" || {
      kubectl -n "$1" get pods >&2
      kubectl -n "$1" get events --sort-by=.lastTimestamp 2>/dev/null | tail -n 8 | cut -c1-200 >&2
      fail "${what##*/} did not become ready; see 'kubectl -n $1 logs $what'"
    }
  done
}

# Right after a node was recreated, the API still has the state of the old one. So this succeeds only when no
# container seems to have been running longer than the node.
restarted() {
  kubectl get pods -A -o jsonpath='{range .items[*].status.containerStatuses[*]}{.state.running.startedAt}{"\n"}{end}' |
    awk -v since="$(cat "$(node_folder "$1")/run/made")" 'NF && $1 < since { old++ } END { exit old > 0 }'
}

rolled_out() { kubectl -n "$1" rollout status "$2" --timeout=5s; }

logs() {
  local folder=$state/nodes/node-1/log part=${1:-}
  [ -d "$folder" ] || fail "there is no cluster in $state; start one: $0 up"
  if [ -z "$part" ]; then
    for part in init "${parts[@]}"; do echo "$folder/$part.log"; done
    echo "for the logs of pods, use kubectl logs, or see $state/nodes/node-1/pods"
    return
  fi
  [ -f "$folder/$part.log" ] || fail "there is no part '$part'; the parts are ${parts[*]}"
  exec tail -n 50 -F "$folder/$part.log"
}

environment() {
  if [ -n "$given" ]; then
    given_env
    return
  fi
  [ -f "$state/kubeconfig" ] || fail "there is no cluster in $state; start one: $0 up"
  printf 'export KUBECONFIG=%q\nexport PATH=%q:"$PATH"\n' "$state/kubeconfig" "$state/bin"
}
