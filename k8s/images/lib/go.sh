# Builds programs from their sources with Go. Each has its own module in this folder.
# shellcheck shell=bash disable=SC2154

# go_build NAME VERSION LINK PACKAGE PART... : builds PACKAGE of the module NAME as one static binary, links it
# under the name of each PART, and prints the folder. The folder's name is the hash of the inputs.
go_build() {
  local name=$1 version=$2 link=$3 package=$4
  shift 4
  command -v go >/dev/null ||
    fail "$name: needs Go to build $version, and found none. Get it from https://go.dev/dl${instead[$name]:+, or ${instead[$name]}}"
  local module=$here/$name go folder file inputs=()
  for file in "$module"/{*.go,go.mod,go.sum}; do if [ -f "$file" ]; then inputs+=("$file"); fi; done
  go=$(cd "$module" && go env GOVERSION GOOS GOARCH)
  folder=$cache/$name/$(echo "$link $go" | hash_of "${inputs[@]}")
  one_at_a_time "$name"
  if [ -x "$folder/$1" ]; then
    say_fresh "$name: the binaries are up to date"
  else
    compile "$@"
    mkdir -p "$cache/$name"
    rm -rf "$folder"
    mv "$scratch/$name-binaries" "$folder"
  fi
  free
  echo "$folder"
}

# One line for the log of Go and what failed.
why_go_failed() {
  if grep -q -i 'no space left on device' "$log"; then
    echo "$1: no space is left on a disk. Free a few GB on those of $cache and of 'go env GOCACHE GOMODCACHE'; the log is $log"
  elif grep -q -e 'dial tcp' -e 'no such host' -e 'i/o timeout' -e 'connection refused' -e 'module lookup disabled' "$log"; then
    echo "$1: proxy.golang.org cannot be reached. Connect to the network, or name a proxy in GOPROXY; the log is $log"
  else
    echo "$1; the log is $log"
  fi
}

compile() {
  local out=$scratch/$name-binaries log=$cache/$name-build.log all compiled part began=$SECONDS
  mkdir -p "$out"
  say "$name: downloading the sources of $version ..."
  (cd "$module" && go mod download) 2>"$log" || fail "$name: $(why_go_failed "cannot download the sources")"
  all=$(cd "$module" && CGO_ENABLED=0 go list -deps "$package" | wc -l)
  say "$name: compiling up to $all packages; the first time takes a few minutes ..."
  (cd "$module" && CGO_ENABLED=0 exec go build -v -trimpath -buildvcs=false -ldflags "$link" \
    -o "$out/$name" "$package") 2>"$log" &
  local go=$! reported=$SECONDS
  while kill -0 "$go" 2>/dev/null; do
    sleep 0.5
    if [ $((SECONDS - reported)) -ge 15 ]; then
      reported=$SECONDS
      compiled=$(wc -l <"$log")
      say "$name: $compiled packages compiled in $((SECONDS - began)) s"
    fi
  done
  wait "$go" || {
    tail -n 5 "$log" >&2
    fail "$name: $(why_go_failed "the build failed")"
  }
  for part in "$@"; do if [ "$part" != "$name" ]; then ln -s "$name" "$out/$part"; fi; done
}
