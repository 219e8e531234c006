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

# Prints the folder of the binaries. Its name is the hash of what they are made of.
build_binaries() {
  command -v go >/dev/null ||
    fail "building Dapr needs Go, and there is none. Get it from https://go.dev/dl, or have" \
      "TASKAGENT_IMAGE_DAPR name an image of Dapr"
  local module=$here/dapr go folder
  go=$(cd "$module" && go env GOVERSION GOOS GOARCH)
  folder=$cache/dapr/$(echo "$dapr_link $go" | hash_of "$module"/{*.go,go.mod,go.sum})
  if [ -x "$folder/daprd" ]; then
    say "dapr: the binaries are up to date"
  else
    compile_dapr "$module" "$scratch/binaries"
    mkdir -p "$cache/dapr"
    rm -rf "$folder"
    mv "$scratch/binaries" "$folder"
  fi
  echo "$folder"
}

compile_dapr() {
  local module=$1 out=$2 log=$cache/dapr-build.log all done=0 part
  mkdir -p "$out"
  say "dapr: fetching the sources of Dapr $dapr_version ..."
  (cd "$module" && go mod download) 2>"$log" || fail "dapr: cannot fetch the sources; what Go said is in $log"
  all=$(cd "$module" && CGO_ENABLED=0 go list -deps . | wc -l)
  say "dapr: compiling up to $all packages; the first time takes a few minutes ..."
  (cd "$module" && CGO_ENABLED=0 exec go build -v -trimpath -buildvcs=false -ldflags "$dapr_link" \
    -o "$out/dapr" .) 2>"$log" &
  local go=$! reported=$SECONDS
  while kill -0 "$go" 2>/dev/null; do
    sleep 0.5
    if [ $((SECONDS - reported)) -ge 15 ]; then
      reported=$SECONDS
      done=$(wc -l <"$log")
      say "dapr: $done packages compiled"
    fi
  done
  wait "$go" || {
    tail -n 5 "$log" >&2
    fail "dapr: the build failed; all of it is in $log"
  }
  for part in "${dapr_parts[@]}"; do ln -s dapr "$out/$part"; done
}
