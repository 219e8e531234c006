# The add-ons: DNS, volumes and Dapr. They are installed as in any other cluster.
# shellcheck shell=bash disable=SC2154

addons_up() {
  kubectl apply -f "$here/addons/storage.yaml" >/dev/null
  coredns_up
}

coredns_up() {
  local forward="" image
  image=$(image_of coredns)
  # Other names are forwarded to the machine's DNS servers, if pods can reach any.
  if [ -s "$state/resolv.conf" ]; then forward="forward . /etc/resolv.conf"; fi
  fill "$here/addons/coredns.yaml" "forward=$forward" "image=$image" "address=$service_net.0.10" | kubectl apply -f - >/dev/null
}

# fill FILE NAME=VALUE... : prints the file with each ${NAME} replaced by its value.
fill() {
  local text name
  text=$(<"$1")
  shift
  for name in "$@"; do text=${text//"\${${name%%=*}}"/"${name#*=}"}; done
  printf '%s\n' "$text"
}

# Prints the DNS servers that pods can reach. A server on 127.0.0.x can be reached only from the machine itself.
resolv_conf() {
  local file
  for file in /etc/resolv.conf /run/systemd/resolve/resolv.conf; do
    if [ -r "$file" ] && grep -E '^nameserver +[0-9]' "$file" | grep -v 'nameserver *127\.'; then return; fi
  done
  return 0
}

dapr_up() {
  local chart image values=$state/dapr-values.yaml mark=$state/dapr-installed version
  image=$(image_of dapr)
  chart=$(images chart) || exit 1
  fill "$here/addons/dapr-values.yaml" "tag=${image##*:}" "image=$image" >"$values"
  if [ "$chart $(<"$values")" = "$(cat "$mark" 2>/dev/null)" ] && helm status dapr >/dev/null 2>&1; then return; fi

  say "dapr: installing the chart"
  # In the source tree the chart has no version. A released chart has the version of the sources.
  version=${chart%/charts/dapr}
  version=${version##*@v}
  helm package "$chart" --version "$version" --app-version "$version" --destination "$state" >"$state/helm.log" 2>&1 ||
    fail "helm: $(tail -n 3 "$state/helm.log")"
  helm upgrade --install dapr "$state/dapr-$version.tgz" --create-namespace --values "$values" --timeout 120s \
    >"$state/helm.log" 2>&1 || fail "helm: $(tail -n 3 "$state/helm.log")"
  echo "$chart $(<"$values")" >"$mark"
}

helm() { "$state/bin/helm" --namespace dapr-system "$@"; }
