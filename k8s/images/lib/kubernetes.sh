# The programs of a cluster: Kubernetes, Helm, and the images that every cluster needs.
# shellcheck shell=bash disable=SC2154

kubernetes_version=1.34.4
kubernetes_parts=(kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy kubectl
  local-provisioner)
helm_version=3.21.4
coredns_version=1.14.5
coredns_image=taskagent/coredns:$coredns_version
pause_image=taskagent/pause:1

build_kubernetes() {
  # Kubernetes reads its version from two packages.
  local link="-s -w" place
  for place in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
    link+=" -X $place.gitVersion=v$kubernetes_version -X $place.gitMajor=1 -X $place.gitMinor=34"
    link+=" -X $place.gitTreeState=clean -X $place.buildDate=1970-01-01T00:00:00Z"
  done
  go_build kubernetes "Kubernetes $kubernetes_version" "$link" . "${kubernetes_parts[@]}"
}

build_helm() {
  local link="-s -w -X helm.sh/helm/v3/internal/version.version=v$helm_version" place
  # The version of Kubernetes that Helm assumes if it cannot ask a cluster.
  for place in lint/rules chartutil; do
    link+=" -X helm.sh/helm/v3/pkg/$place.k8sVersionMajor=1 -X helm.sh/helm/v3/pkg/$place.k8sVersionMinor=34"
  done
  go_build helm "Helm $helm_version" "$link" helm.sh/helm/v3/cmd/helm helm
}

build_coredns() {
  local binaries
  binaries=$(go_build coredns "CoreDNS $coredns_version" "-s -w" . coredns)
  image "$coredns_image" "$(basename "$binaries")" fill_coredns 'ENTRYPOINT ["/coredns"]'
}

fill_coredns() {
  cp "$binaries/coredns" "$1/"
  certificates "$1"
}

build_pause() {
  local binaries
  binaries=$(build_init)
  image "$pause_image" "$(basename "$binaries")" fill_pause 'ENTRYPOINT ["/pause"]'
}

fill_pause() { cp "$binaries/pause" "$1/"; }

# The same program is the first process of a node.
build_init() { go_build pause "pause" "-s -w" . pause; }
