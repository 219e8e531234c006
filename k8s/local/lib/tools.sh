# The programs of the cluster: our own builds, and packages of the distribution, unpacked into a folder. They
# are not installed, so none of their services starts, and a Docker engine keeps its own containerd.
# shellcheck shell=bash disable=SC2154

packages=(etcd-server containerd runc containernetworking-plugins)
programs=(usr/bin/etcd usr/bin/containerd usr/bin/containerd-shim-runc-v2 usr/bin/ctr usr/sbin/runc
  usr/lib/cni/bridge)
tools=$state/tools

tools_up() {
  local folder
  command -v apt-cache >/dev/null ||
    fail "needs Debian's or Ubuntu's packages ${packages[*]}, and this is neither." \
      "Set TASKAGENT_KUBE_CONTEXT to the context of a cluster, such as one of kind or minikube"
  folder=$cache/node-tools/$(apt-cache policy "${packages[@]}" | grep Candidate | sha256sum | cut -c1-16)
  if [ ! -d "$folder" ]; then unpack "$folder"; fi
  ln -sfn "$folder" "$tools"
  mkdir -p "$state/bin"
  folder=$(images kubernetes) || exit 1
  link "$folder"/*
  folder=$(images helm) || exit 1
  link "$folder/helm"
  folder=$(images init) || exit 1
  init=$folder/pause
}

link() { ln -sfn -t "$state/bin" "$@"; }

unpack() {
  local log=$state/apt.log folder=$cache/node-tools/new program
  say "downloading ${packages[*]} ..."
  rm -rf "$folder"
  mkdir -p "$folder/packages"
  (cd "$folder/packages" && { apt-get download -q "${packages[@]}" ||
    { apt-get update -q && apt-get download -q "${packages[@]}"; }; }) >"$log" 2>&1 ||
    fail "cannot download ${packages[*]}; see $log"
  for program in "$folder"/packages/*.deb; do dpkg-deb -x "$program" "$folder"; done
  rm -rf "$folder/packages"
  for program in "${programs[@]}"; do
    [ -x "$folder/$program" ] || fail "/$program is missing in the packages ${packages[*]}"
    if ldd "$folder/$program" 2>/dev/null | grep 'not found' >&2; then
      fail "/$program needs libraries that are not installed; install them with apt-get"
    fi
  done
  mv "$folder" "$1"
}
