# Makes an image of a folder's tar: an archive in the format of "docker save", which Docker and containerd load.
# shellcheck shell=bash disable=SC2154

# archive OUT NAME LAYER INSTRUCTION... : writes the image NAME with its only LAYER and the given Dockerfile
# instructions to OUT. The layer is moved, not copied.
archive() {
  local out=$1 name=$2 layer=$3 folder=$scratch/archive layer_hash config
  shift 3
  mkdir -p "$folder"
  layer_hash=$(sha256sum "$layer" | cut -d' ' -f1)
  mv "$layer" "$folder/$layer_hash.tar"
  image_config "$layer_hash" "$@" >"$folder/config"
  config=$(sha256sum "$folder/config" | cut -d' ' -f1).json
  mv "$folder/config" "$folder/$config"
  printf '[{"Config":"%s","RepoTags":["%s"],"Layers":["%s"]}]\n' "$config" "$name" "$layer_hash.tar" \
    >"$folder/manifest.json"
  tar -C "$folder" -cf "$out" "${same[@]}" --owner=0 --group=0 manifest.json "$config" "$layer_hash.tar"
  rm -rf "$folder"
}

# Prints the image's configuration for the instructions that are used here.
image_config() {
  local layer_hash=$1 instruction rest env=() labels=() ports=() config=()
  shift
  for instruction in "$@"; do
    rest=${instruction#* }
    case $instruction in
      "ENV "*) env+=("\"$rest\"") ;;
      "LABEL "*) labels+=("\"${rest%%=*}\":\"${rest#*=}\"") ;;
      "EXPOSE "*) ports+=("\"$rest/tcp\":{}") ;;
      "USER "*) config+=("\"User\":\"$rest\"") ;;
      "WORKDIR "*) config+=("\"WorkingDir\":\"$rest\"") ;;
      "ENTRYPOINT "*) config+=("\"Entrypoint\":$rest") ;;
      "CMD "*) config+=("\"Cmd\":$rest") ;;
      *) fail "unknown instruction: $instruction" ;;
    esac
  done
  config+=("\"Env\":[$(comma "${env[@]}")]" "\"Labels\":{$(comma "${labels[@]}")}")
  config+=("\"ExposedPorts\":{$(comma "${ports[@]}")}")
  printf '{"architecture":"%s","os":"linux","created":"1970-01-01T00:00:00Z","config":{%s},' \
    "$(architecture)" "$(comma "${config[@]}")"
  printf '"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}\n' "$layer_hash"
}

comma() {
  local IFS=,
  echo "$*"
}

# The name of the processor in images and in Go.
architecture() {
  case $(uname -m) in
    x86_64) echo amd64 ;;
    aarch64 | arm64) echo arm64 ;;
    *) uname -m ;;
  esac
}
