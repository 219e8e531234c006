# Starts, watches and stops the parts of Kubernetes that are processes of a node.
# shellcheck shell=bash disable=SC2154

# start NODE PART COMMAND... : starts a part if it is not already running with the same command and settings.
started=0
start() {
  local node=$1 part=$2 folder log pid command
  shift 2
  folder=$(node_folder "$node")
  log=$folder/log/$part.log
  command="$* $(settings "$@")"
  if alive "$node" "$part" >/dev/null; then
    if [ "$command" = "$(cat "$folder/run/$part.command")" ]; then return; fi
    say "$part: its settings have changed"
    stop "$node" "$part"
  fi
  say "$part: starting"
  started=$((started + 1))
  echo "$command" >"$folder/run/$part.command"
  # The shell exits at once. Its child then belongs to the node's first process.
  pid=$(
    close_files
    enter "$node" sh -c 'log=$1; shift; setsid "$@" </dev/null >>"$log" 2>&1 & echo $!' - "$log" "$@"
  )
  machine_pid "$node" "$pid" >"$folder/run/$part.pid" || fail_part "$node" "$part" "stopped at once"
}

# Prints which of our builds it is, and the checksums of the files that the command names.
settings() {
  local word
  readlink "$state/bin/$1" || true
  for word in "$@"; do if [ -f "${word#*=}" ]; then cksum <"${word#*=}"; fi; done
}

# machine_pid NODE ID : prints the process id on the machine of the process with that id on the node.
machine_pid() {
  local process status pid
  process=$(node_process "$1")
  for status in $(grep -sl "^NSpid:[[:space:]]*[0-9]*[[:space:]]*$2\$" /proc/[0-9]*/status); do
    pid=${status//[^0-9]/}
    if [ "/proc/$pid/ns/pid" -ef "/proc/$process/ns/pid" ]; then
      echo "$pid"
      return
    fi
  done
  return 1
}

# Prints the process id (on the machine) of a part, if it is running.
alive() {
  local node=$1 part=$2 pid process
  process=$(node_process "$node") || return 1
  pid=$(cat "$(node_folder "$node")/run/$part.pid" 2>/dev/null) || return 1
  # It is ours only if it belongs to the node and has the right name, of which the kernel keeps 15 letters.
  # A zombie process has no program any more.
  [ -e "/proc/$pid/exe" ] || return 1
  [ "/proc/$pid/ns/pid" -ef "/proc/$process/ns/pid" ] || return 1
  [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = "${part:0:15}" ] && echo "$pid"
}

stop() {
  local node=$1 part=$2 pid
  if ! pid=$(alive "$node" "$part"); then return 0; fi
  kill "$pid" 2>/dev/null || true
  # The API server would wait a minute for its watchers.
  wait_for 5 "the end of $part" gone "$pid" 2>/dev/null || kill -KILL "$pid" 2>/dev/null || true
}

# A part is ready if its process is running and the command succeeds. The command alone could reach another
# process.
ready() {
  local node=$1 part=$2
  shift 2
  alive "$node" "$part" >/dev/null && "$@"
}

# await NODE PART SECONDS COMMAND... : waits until the part is ready, which the command decides.
await() {
  local node=$1 part=$2 limit=$3
  shift 3
  wait_for "$limit" "$part" ready "$node" "$part" "$@" || fail_part "$node" "$part" "is not ready"
}

fail_part() {
  local log
  log=$(node_folder "$1")/log/$2.log
  say "$2 $3. The last lines of its log, $log:"
  tail -n 12 "$log" | cut -c1-300 | sed 's/^/    /' >&2
  exit 1
}
