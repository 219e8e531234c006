# Dapr: one static binary, built from its sources, which is installed under the names of all parts.
# shellcheck shell=bash disable=SC2154

dapr_version=1.18.2
dapr_image=taskagent/dapr:$dapr_version
dapr_parts=(daprd placement scheduler sentry injector operator)
# The linker leaves out debug information, and sets the version that Dapr and its log print.
dapr_link="-s -w -X github.com/dapr/dapr/pkg/buildinfo.version=$dapr_version \
-X github.com/dapr/kit/logger.DaprVersion=$dapr_version"

build_dapr() {
  if chosen TASKAGENT_IMAGE_DAPR dapr; then return; fi
  local binaries
  binaries=$(build_binaries)
  image "$dapr_image" "$(basename "$binaries")" fill_dapr "ENV PATH=/" "WORKDIR /"
}

fill_dapr() {
  local part
  say "dapr: copying the binary"
  cp "$binaries/dapr" "$1/daprd"
  for part in "${dapr_parts[@]:1}"; do ln "$1/daprd" "$1/$part"; done
  certificates "$1"
}

build_binaries() {
  go_build dapr "Dapr $dapr_version" "$dapr_link" . "${dapr_parts[@]}"
}

# Prints the folder of the Helm chart, which is among Dapr's sources.
build_chart() {
  local sources
  sources=$(cd "$here/dapr" && go mod download -json "github.com/dapr/dapr@v$dapr_version" |
    sed -n 's/^\t"Dir": "\(.*\)",\?$/\1/p') || true
  [ -d "$sources/charts/dapr" ] || fail "dapr: cannot download the sources of Dapr $dapr_version from proxy.golang.org. Connect to the network, or name a proxy in GOPROXY"
  echo "$sources/charts/dapr"
}
