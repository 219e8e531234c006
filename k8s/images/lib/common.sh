# What building each image has in common: the cache, and from a folder to an image.
# shellcheck shell=bash disable=SC2119,SC2120,SC2154

cache=${TASKAGENT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/taskagent}

# The user of all images: nobody's, and the one of Dapr's own.
user=65532

# The same folder gives the same tar.
same=(--sort=name --mtime=@0 --numeric-owner --format=gnu)

say() { echo "images: $*" >&2; }
say_fresh() { if [ "$quiet" = no ]; then say "$*"; fi; }
fail() {
  say "$*"
  exit 1
}

# What to do instead of building a program here, if there is something.
declare -A instead=([dapr]="have TASKAGENT_IMAGE_DAPR name an image of Dapr")

# Two builds at once must not write over each other. Scratch files go when this one ends.
begin() {
  mkdir -p "$cache/images"
  cache=$(cd "$cache" && pwd)
  if command -v flock >/dev/null; then
    exec 8>"$cache/images/lock"
    flock -n 8 || {
      say "waiting for another build ..."
      flock 8
    }
  fi
  scratch=$(mktemp -d "$cache/images/scratch.XXXXXX")
  trap 'rm -rf "$scratch"' EXIT
}

# hash_of FILE... : one short hash of files, and of what comes in on the standard input.
hash_of() {
  {
    cat
    if [ "$#" -gt 0 ]; then sha256sum "$@" | cut -d' ' -f1; fi
  } | sha256sum | cut -c1-16
}

needs_docker() {
  timeout 20 docker version >/dev/null 2>&1 ||
    fail "no Docker engine answers. Start yours, or run k8s/images/docker"
}

# chosen VARIABLE NAME : whether the user names an image to use instead of ours.
chosen() {
  local image=${!1:-}
  [ -n "$image" ] || return 1
  say "$2: $1 says to use $image; nothing to build"
  echo "$image"
}

# image NAME KEY FILL INSTRUCTION... : the image NAME, made of the folder that the function FILL fills,
# with the given Dockerfile instructions. KEY is the hash of all that it is made of. Its archive is kept:
# an engine with an empty store then only loads it.
image() {
  local name=$1 key=$2 fill=$3
  shift 3
  local short=${name#*/}
  short=${short%%:*}
  key=$(printf '%s\n' "$name" "$user" "$@" | hash_of "$here/lib/archive.sh")-$key
  local tar=$cache/images/$short-$key.tar
  if [ "$archives" = yes ]; then
    image_archive "$@"
    echo "$tar"
    return
  fi

  needs_docker
  local label='{{index .Config.Labels "taskagent.inputs"}}' old
  if [ "$(docker image inspect -f "$label" "$name" 2>/dev/null)" = "$key" ]; then
    say_fresh "$short: $name is up to date"
    echo "$name"
    return
  fi
  image_archive "$@"
  say "$short: loading $(du -h "$tar" | cut -f1)B as $name"
  old=$(docker image inspect -f '{{.Id}}' "$name" 2>/dev/null || true)
  docker load -q -i "$tar" >/dev/null
  # Its place is taken. It stays if a container still uses it.
  if [ -n "$old" ]; then docker image rm "$old" >/dev/null 2>&1 || true; fi
  echo "$name"
}

image_archive() {
  local root=$scratch/$short
  if [ -f "$tar" ]; then return; fi
  mkdir -p "$root"
  "$fill" "$root"
  skeleton "$root"
  pack "$root" "$scratch/layer.tar"
  archive "$scratch/$short.tar" "$name" "$scratch/layer.tar" \
    "$@" "USER $user:$user" "LABEL taskagent.inputs=$key"
  rm -rf "$root" "$cache/images/$short"-*.tar
  mv "$scratch/$short.tar" "$tar"
}

# What programs expect of any Unix: a user with a home, a place for temporary files, names of hosts.
skeleton() {
  mkdir -p "$1"/{etc,tmp,home/nonroot}
  echo "nonroot:x:$user:$user:nonroot:/home/nonroot:/sbin/nologin" >"$1/etc/passwd"
  echo "nonroot:x:$user:" >"$1/etc/group"
  echo "hosts: files dns" >"$1/etc/nsswitch.conf"
}

# Everything belongs to root, but for the homes of the user.
pack() {
  local root=$1 tar=$2 own=() dir
  for dir in home/nonroot data; do if [ -d "$root/$dir" ]; then own+=("./$dir"); fi; done
  chmod -R u=rwX,go=rX "$root"
  chmod 1777 "$root/tmp"
  local exclude=("${own[@]/#/--exclude=}")
  tar -C "$root" -cf "$tar" "${same[@]}" --owner=0 --group=0 "${exclude[@]}" .
  tar -C "$root" -rf "$tar" "${same[@]}" --owner="$user" --group="$user" "${own[@]}"
}

# certificates ROOT : the authorities that this machine trusts, for calls by TLS.
certificates() {
  local bundle
  for bundle in /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt \
    /etc/ssl/ca-bundle.pem /etc/ssl/cert.pem; do
    if [ -r "$bundle" ]; then
      mkdir -p "$1/etc/ssl/certs"
      cp -L "$bundle" "$1/etc/ssl/certs/ca-certificates.crt"
      return
    fi
  done
  fail "found no CA certificates on this machine; install the package ca-certificates"
}

# libraries ROOT LIBRARY_PATH BINARY... : copies the shared libraries that binaries load, each to where
# it is on this machine. Those of unpacked packages, in LIBRARY_PATH, go where they are found as well.
libraries() {
  local root=$1 path=$2 binary found
  shift 2
  for binary in "$@"; do
    LD_LIBRARY_PATH=$path ldd "$binary" >"$scratch/ldd" 2>&1 || fail "ldd $binary: $(head -n 1 "$scratch/ldd")"
    if grep 'not found' "$scratch/ldd" >&2; then fail "$binary needs libraries that are not here"; fi
    while read -r found; do
      case $found in
        "$root"/*) ;; # part of the image already
        "$scratch"/*) install -D "$found" "$root/usr/lib/${found##*/}" ;;
        *) install -D "$found" "$root$found" ;;
      esac
    done < <(sed -n 's/.*=> \(\/[^ ]*\) .*/\1/p; s/^\t\(\/[^ ]*\) .*/\1/p' "$scratch/ldd")
  done
}
