# An existing cluster, named by TASKAGENT_KUBE_CONTEXT. These functions read from it and never change it.
# shellcheck shell=bash disable=SC2154

given=${TASKAGENT_KUBE_CONTEXT:-}

given_kubectl() { command kubectl --context "$given" --request-timeout=15s "$@"; }

given_up() {
  command -v kubectl >/dev/null || fail "TASKAGENT_KUBE_CONTEXT is set, but kubectl is not installed. Install it"
  local answer
  answer=$(KUBECONFIG=$user_kubeconfig given_kubectl get --raw /readyz 2>&1) ||
    fail "the cluster '$given' does not answer: $(tail -n 1 <<<"$answer")." \
      "See 'kubectl config get-contexts', or unset TASKAGENT_KUBE_CONTEXT to start a cluster on this machine"
  KUBECONFIG=$user_kubeconfig given_kubectl get crd components.dapr.io >/dev/null 2>&1 ||
    fail "Dapr is not installed on the cluster '$given'. Install it: 'dapr init -k --wait', or see https://docs.dapr.io"
  local missing
  missing=$(given_pods | awk '$2 != "true" { print $1 }' | paste -sd' ')
  [ -z "$missing" ] || fail "Dapr is not ready on the cluster '$given': $missing. See 'dapr status -k'"
  say "the cluster '$given' answers and has Dapr"
}

# Prints the name of each pod of Dapr, and whether it is ready.
given_pods() {
  KUBECONFIG=$user_kubeconfig given_kubectl get pods -A -l app.kubernetes.io/part-of=dapr \
    -o jsonpath='{range .items[*]}{.metadata.name} {.status.containerStatuses[0].ready}{"\n"}{end}'
}

# Copies only this context, so that no command can use another one by mistake.
given_env() {
  mkdir -p "$state"
  (umask 077 && KUBECONFIG=$user_kubeconfig given_kubectl config view --minify --flatten >"$state/given-kubeconfig")
  echo "export KUBECONFIG=$(printf %q "$state/given-kubeconfig")"
}
