# Dapr: one static binary, built from its sources, under the names of its parts.
# shellcheck shell=bash disable=SC2154

dapr_version=1.18.2
dapr_image=taskagent/dapr:$dapr_version
dapr_parts=(daprd placement scheduler sentry injector operator)
# The linker leaves out what only a debugger reads, and tells Dapr and its log their version.
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
  say "dapr: gathering"
  cp "$binaries/dapr" "$1/daprd"
  for part in "${dapr_parts[@]:1}"; do ln "$1/daprd" "$1/$part"; done
  certificates "$1"
}

build_binaries() {
  go_build dapr "Dapr $dapr_version" "$dapr_link" . "${dapr_parts[@]}"
}

# The chart that installs Dapr on Kubernetes is among its sources. Prints its folder.
build_chart() {
  local sources
  sources=$(cd "$here/dapr" && go mod download -json "github.com/dapr/dapr@v$dapr_version" |
    sed -n 's/^\t"Dir": "\(.*\)",\?$/\1/p') || true
  [ -d "$sources/charts/dapr" ] || fail "dapr: cannot fetch the sources of Dapr $dapr_version, which hold its chart"
  echo "$sources/charts/dapr"
}
