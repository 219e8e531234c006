# Programs built from their sources with Go, each from a module of its own in this folder.
# shellcheck shell=bash disable=SC2154

# go_build NAME VERSION LINK PACKAGE PART... : builds PACKAGE of the module NAME as one static binary that
# is there under the name of every PART, and prints the folder. Its name is the hash of what it is made of.
go_build() {
  local name=$1 version=$2 link=$3 package=$4
  shift 4
  command -v go >/dev/null ||
    fail "building $name needs Go, and there is none. Get it from https://go.dev/dl${instead[$name]:+, or ${instead[$name]}}"
  local module=$here/$name go folder file inputs=()
  for file in "$module"/{*.go,go.mod,go.sum}; do if [ -f "$file" ]; then inputs+=("$file"); fi; done
  go=$(cd "$module" && go env GOVERSION GOOS GOARCH)
  folder=$cache/$name/$(echo "$link $go" | hash_of "${inputs[@]}")
  if [ -x "$folder/$1" ]; then
    say_fresh "$name: the binaries are up to date"
  else
    compile "$@"
    mkdir -p "$cache/$name"
    rm -rf "$folder"
    mv "$scratch/$name-binaries" "$folder"
  fi
  echo "$folder"
}

compile() {
  local out=$scratch/$name-binaries log=$cache/$name-build.log all compiled part began=$SECONDS
  mkdir -p "$out"
  say "$name: fetching the sources of $version ..."
  (cd "$module" && go mod download) 2>"$log" || fail "$name: cannot fetch the sources; what Go said is in $log"
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
    fail "$name: the build failed; all of it is in $log"
  }
  for part in "$@"; do if [ "$part" != "$name" ]; then ln -s "$name" "$out/$part"; fi; done
}
