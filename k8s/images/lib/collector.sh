# The OpenTelemetry Collector: receives spans by OTLP, and writes them to files.
# shellcheck shell=bash disable=SC2154

collector_version=0.162.0
collector_image=taskagent/collector:$collector_version

build_collector() {
  local binaries
  binaries=$(go_build collector "the OpenTelemetry Collector $collector_version" \
    "-s -w -X main.version=$collector_version" . collector)
  image "$collector_image" "$(basename "$binaries")" fill_collector 'ENTRYPOINT ["/collector"]'
}

fill_collector() { cp "$binaries/collector" "$1/"; }
