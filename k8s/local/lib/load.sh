# Images into the nodes' containerd: from a tar, from Docker, or by building them.
# shellcheck shell=bash disable=SC2154

# load IMAGE : a tar as "docker save" or our build write it, or a name.
load() {
  local image=$1
  if [ -f "$image" ]; then
    import "$image"
    return
  fi
  case $image in
    # Built as it is now: what Docker has may be older.
    taskagent/app:latest | taskagent/dapr:* | taskagent/redis:* | taskagent/collector:* | taskagent/coredns:* | taskagent/pause:*)
      load_built "$image"
      ;;
    *)
      docker image inspect "$image" >/dev/null 2>&1 ||
        fail "$image is neither a file, nor an image of Docker, nor one that k8s/images/build builds"
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

# import TAR : unless it is there. Our archives' names have the hash of what they are made of.
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
    fail "containerd does not take the image: $(tail -n 2 "$state/import.log")"
}

# image_of TARGET : has an image of ours there, and prints its name. Another that is named instead of ours
# (TASKAGENT_IMAGE_DAPR) is containerd's to pull.
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
