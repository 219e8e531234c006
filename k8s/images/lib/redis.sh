# Redis: the distribution's binary and the libraries it loads.
# shellcheck shell=bash disable=SC2154

redis_image=taskagent/redis:7

build_redis() {
  if chosen TASKAGENT_IMAGE_REDIS redis; then return; fi
  command -v apt-get >/dev/null ||
    fail "the image of Redis is made of Debian's or Ubuntu's package, and this is neither." \
      "Have TASKAGENT_IMAGE_REDIS name an image, such as redis:7"
  local version
  version=$(redis_version)
  if [ -z "$version" ]; then
    say "redis: fetching the list of packages ..."
    if [ "$(id -u)" = 0 ]; then apt-get update -q >"$scratch/apt.log" 2>&1 || true; fi
    version=$(redis_version)
  fi
  case $version in
    7.* | [89].*) ;;
    "") fail "redis: apt knows no package redis-server; run 'apt-get update' as root" ;;
    *)
      fail "redis: the distribution has Redis $version, and 7 or later is needed." \
        "Have TASKAGENT_IMAGE_REDIS name an image"
      ;;
  esac
  local key
  key=$(echo "$version $(dpkg --print-architecture)" | hash_of "$here/lib/redis.sh")
  image "$redis_image" "$key" fill_redis \
    "ENV PATH=/usr/bin" "WORKDIR /data" "EXPOSE 6379" 'CMD ["redis-server"]'
}

# The version that would be installed, without the packagers' own numbers: 7.0.15.
redis_version() {
  apt-cache policy redis-tools 2>/dev/null | sed -n 's/^ *Candidate: \([0-9]*:\)\?\([0-9][^-]*\).*/\2/p'
}

# Unpacks what is not installed beside everything else, so that nothing of this machine changes.
fill_redis() {
  local root=$1 packages=$scratch/redis-packages log=$cache/redis-build.log missing deb binary path
  mkdir -p "$packages/root"
  # redis-server is a link to what redis-tools brings along.
  mapfile -t missing < <(apt-get install -s --no-install-recommends redis-tools |
    sed -n 's/^Inst \([^ ]*\) .*/\1/p')
  if [ "${#missing[@]}" -gt 0 ]; then
    say "redis: fetching ${missing[*]} ..."
    (cd "$packages" && apt-get download -q "${missing[@]}") >"$log" 2>&1 ||
      fail "redis: cannot fetch packages; try 'apt-get update' as root. What apt-get said is in $log"
    for deb in "$packages"/*.deb; do dpkg-deb -x "$deb" "$packages/root"; done
  fi
  path=$(find "$packages/root" -name '*.so.*' -printf '%h\n' | sort -u | paste -sd:)
  mkdir -p "$root/usr/bin" "$root/data"
  for binary in redis-check-rdb redis-cli; do
    if [ -e "$packages/root/usr/bin/$binary" ]; then
      cp -L "$packages/root/usr/bin/$binary" "$root/usr/bin/"
    else
      cp -L "/usr/bin/$binary" "$root/usr/bin/"
    fi
  done
  libraries "$root" "$path" "$root"/usr/bin/*
  mv "$root/usr/bin/redis-check-rdb" "$root/usr/bin/redis-server" # It is whatever it is called.
}
