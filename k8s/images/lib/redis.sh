# Redis: the distribution's binary and the libraries that it loads.
# shellcheck shell=bash disable=SC2154

redis_image=taskagent/redis:7

build_redis() {
  if chosen TASKAGENT_IMAGE_REDIS redis; then return; fi
  command -v apt-get >/dev/null ||
    fail "redis: this image needs the package of Debian or Ubuntu, and this machine has neither." \
      "Name another image in TASKAGENT_IMAGE_REDIS, such as redis:7"
  local version
  version=$(redis_version)
  if [ -z "$version" ]; then
    say "redis: downloading the list of packages ..."
    if [ "$(id -u)" = 0 ]; then apt-get update -q >"$scratch/apt.log" 2>&1 || true; fi
    version=$(redis_version)
  fi
  case $version in
    7.* | [89].*) ;;
    "") fail "redis: apt does not know the package redis-tools. Connect to the network and run 'apt-get update' as root" ;;
    *)
      fail "redis: needs Redis 7 or later, and the distribution has $version." \
        "Name another image in TASKAGENT_IMAGE_REDIS, such as redis:7"
      ;;
  esac
  local key
  key=$(echo "$version $(dpkg --print-architecture)" | hash_of "$here/lib/redis.sh")
  image "$redis_image" "$key" fill_redis \
    "ENV PATH=/usr/bin" "WORKDIR /data" "EXPOSE 6379" 'CMD ["redis-server"]'
}

# Prints the version that apt would install, without the package's revision: 7.0.15.
redis_version() {
  apt-cache policy redis-tools 2>/dev/null | sed -n 's/^ *Candidate: \([0-9]*:\)\?\([0-9][^-]*\).*/\2/p'
}

# Unpacks the missing packages in a scratch folder, so that nothing is installed on this machine.
fill_redis() {
  local root=$1 packages=$scratch/redis-packages log=$cache/redis-build.log missing deb binary path
  mkdir -p "$packages/root"
  # The package redis-server is only a link to a program in redis-tools.
  mapfile -t missing < <(apt-get install -s --no-install-recommends redis-tools |
    sed -n 's/^Inst \([^ ]*\) .*/\1/p')
  if [ "${#missing[@]}" -gt 0 ]; then
    say "redis: downloading ${missing[*]} ..."
    (cd "$packages" && apt-get download -q "${missing[@]}") >"$log" 2>&1 ||
      fail "redis: cannot download packages. Connect to the network and run 'apt-get update' as root; the log is $log"
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
  mv "$root/usr/bin/redis-check-rdb" "$root/usr/bin/redis-server" # The program acts by its name.
}
