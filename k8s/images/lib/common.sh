# What all images share: the cache, and how a folder becomes an image.
# shellcheck shell=bash disable=SC2119,SC2120,SC2154

cache=${TASKAGENT_CACHE:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/taskagent}

# The user of all images, which is also the one of Dapr's own images.
user=65532

# With these options, the same folder always gives the same tar.
same=(--sort=name --mtime=@0 --numeric-owner --format=gnu)

say() { echo "images: $*" >&2; }
say_fresh() { if [ "$quiet" = no ]; then say "$*"; fi; }
fail() {
  say "$*"
  exit 1
}

# What to do instead of building a program here, where there is an alternative.
declare -A instead=([dapr]="have TASKAGENT_IMAGE_DAPR name an image of Dapr")

# Scratch files are deleted when a build ends.
begin() {
  mkdir -p "$cache/images" 2>/dev/null ||
    fail "cannot write to $cache. Free some space on its disk, or name another folder in TASKAGENT_CACHE"
  cache=$(cd "$cache" && pwd)
  scratch=$(mktemp -d "$cache/images/scratch.XXXXXX")
  trap 'rm -rf "$scratch"' EXIT
}

# one_at_a_time NAME : waits until no other build works on NAME. Nothing else waits for NAME, so that a test can
# have what it needs while something long is compiled. The builder calls free at the end.
one_at_a_time() {
  command -v flock >/dev/null || return 0
  exec 8>"$cache/images/lock-$1"
  flock -n 8 || {
    say "waiting for another build of $1 ..."
    flock 8
  }
}
free() { exec 8>&-; }

# hash_of FILE... : prints one short hash of the files and the standard input.
hash_of() {
  {
    cat
    if [ "$#" -gt 0 ]; then sha256sum "$@" | cut -d' ' -f1; fi
  } | sha256sum | cut -c1-16
}

needs_docker() {
  timeout 20 docker version >/dev/null 2>&1 ||
    fail "no Docker engine answers. Start yours, or run k8s/images/docker, which installs and starts one"
}

# chosen VARIABLE NAME : succeeds if the user names an image to use instead of ours, and prints it.
chosen() {
  local image=${!1:-}
  [ -n "$image" ] || return 1
  say "$2: using $image, named by $1"
  echo "$image"
}

# image NAME KEY FILL INSTRUCTION... : makes the image NAME of the folder that the function FILL fills, with the
# given Dockerfile instructions. KEY is the hash of its inputs. The archive is kept, so that an engine with an
# empty store only has to load it.
image() {
  local name=$1 key=$2 fill=$3
  shift 3
  local short=${name#*/}
  short=${short%%:*}
  key=$(printf '%s\n' "$name" "$user" "$@" | hash_of "$here/lib/archive.sh")-$key
  local tar=$cache/images/$short-$key.tar
  one_at_a_time "image-$short"
  if [ "$archives" = yes ]; then
    image_archive "$@"
    free
    echo "$tar"
    return
  fi

  needs_docker
  local label='{{index .Config.Labels "taskagent.inputs"}}' old
  if [ "$(docker image inspect -f "$label" "$name" 2>/dev/null)" = "$key" ]; then
    say_fresh "$short: $name is up to date"
    free
    echo "$name"
    return
  fi
  image_archive "$@"
  say "$short: loading $(du -h "$tar" | cut -f1)B as $name"
  old=$(docker image inspect -f '{{.Id}}' "$name" 2>/dev/null || true)
  docker load -q -i "$tar" >/dev/null || fail "$short: cannot load $tar; is space left on the disk of the Docker engine?"
  # The old image is not needed any more, unless a container uses it.
  if [ -n "$old" ]; then docker image rm "$old" >/dev/null 2>&1 || true; fi
  free
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

# What programs expect: a user with a home, a folder for temporary files, a way to resolve names.
skeleton() {
  mkdir -p "$1"/{etc,tmp,home/nonroot}
  echo "nonroot:x:$user:$user:nonroot:/home/nonroot:/sbin/nologin" >"$1/etc/passwd"
  echo "nonroot:x:$user:" >"$1/etc/group"
  echo "hosts: files dns" >"$1/etc/nsswitch.conf"
}

# Everything belongs to root, except the user's folders.
pack() {
  local root=$1 tar=$2 own=() dir
  for dir in home/nonroot data; do if [ -d "$root/$dir" ]; then own+=("./$dir"); fi; done
  chmod -R u=rwX,go=rX "$root"
  chmod 1777 "$root/tmp"
  local exclude=("${own[@]/#/--exclude=}")
  tar -C "$root" -cf "$tar" "${same[@]}" --owner=0 --group=0 "${exclude[@]}" .
  tar -C "$root" -rf "$tar" "${same[@]}" --owner="$user" --group="$user" "${own[@]}"
}

# certificates ROOT : copies the certificate authorities that this machine trusts, for TLS.
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
  fail "this machine has no CA certificates. Install the package ca-certificates"
}

# libraries ROOT LIBRARY_PATH BINARY... : copies the shared libraries that binaries load, each to its path on
# this machine. Those of unpacked packages, in LIBRARY_PATH, go to /usr/lib.
libraries() {
  local root=$1 path=$2 binary found
  shift 2
  for binary in "$@"; do
    LD_LIBRARY_PATH=$path ldd "$binary" >"$scratch/ldd" 2>&1 || fail "ldd $binary: $(head -n 1 "$scratch/ldd")"
    if grep 'not found' "$scratch/ldd" >&2; then fail "$binary needs libraries that this machine does not have"; fi
    while read -r found; do
      case $found in
        "$root"/*) ;; # already in the image
        "$scratch"/*) install -D "$found" "$root/usr/lib/${found##*/}" ;;
        *) install -D "$found" "$root$found" ;;
      esac
    done < <(sed -n 's/.*=> \(\/[^ ]*\) .*/\1/p; s/^\t\(\/[^ ]*\) .*/\1/p' "$scratch/ldd")
  done
}
