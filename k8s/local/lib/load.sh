# Loads images into the nodes' containerd: from a tar, from Docker, or by building them.
# shellcheck shell=bash disable=SC2154

# load IMAGE : IMAGE is a tar, as "docker save" or our build writes it, or the name of an image.
load() {
  local image=$1
  if [ -f "$image" ]; then
    import "$image"
    return
  fi
  case $image in
    # Always build our own images, because those in Docker may be older.
    taskagent/app:latest | taskagent/dapr:* | taskagent/redis:* | taskagent/collector:* | taskagent/coredns:* | taskagent/pause:*)
      load_built "$image"
      ;;
    *)
      docker image inspect "$image" >/dev/null 2>&1 ||
        fail "$image is not a file, not an image in Docker, and not an image that k8s/images/build builds"
      say "$image: from Docker"
      docker save "$image" | import_on_all
      ;;
  esac
}

load_built() {
  local target tar
  target=${1#taskagent/}
  tar=$(images --archive "${target%%:*}") || exit 1
  import "$tar"
}

# import TAR : imports the tar if it is not loaded yet. The names of our archives contain a hash of their
# inputs.
import() {
  local tar=$1 marks=$state/loaded
  mkdir -p "$marks"
  local mark
  mark=$marks/$(basename "$tar")
  if [ -e "$mark" ] && [ "$mark" -nt "$tar" ]; then return; fi
  say "$(basename "$tar"): importing $(du -h "$tar" | cut -f1)B"
  import_on_all <"$tar"
  touch "$mark"
}

import_on_all() {
  ctr_on node-1 images import - >"$state/import.log" 2>&1 ||
    fail "containerd rejected the image: $(tail -n 2 "$state/import.log")"
}

# image_of TARGET : builds and loads one of our images, and prints its name. If another image is configured
# instead (TASKAGENT_IMAGE_DAPR), containerd pulls it.
image_of() {
  local built
  built=$(images --archive "$1") || exit 1
  if [ ! -f "$built" ]; then
    echo "$built"
    return
  fi
  import "$built"
  tar -xO --occurrence=1 -f "$built" manifest.json | sed -n 's/.*"RepoTags":\["\([^"]*\)"\].*/\1/p'
}
