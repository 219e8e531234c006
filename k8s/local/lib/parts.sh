# The parts of Kubernetes that are processes of a node: starting, watching and ending them.
# shellcheck shell=bash disable=SC2154

# start NODE PART COMMAND... : unless it runs already, by the same command and settings.
started=0
start() {
  local node=$1 part=$2 folder log pid command
  shift 2
  folder=$(node_folder "$node")
  log=$folder/log/$part.log
  command="$* $(settings "$@")"
  if alive "$node" "$part" >/dev/null; then
    if [ "$command" = "$(cat "$folder/run/$part.command")" ]; then return; fi
    say "$part: is to run in another way now"
    stop "$node" "$part"
  fi
  say "$part: starting"
  started=$((started + 1))
  echo "$command" >"$folder/run/$part.command"
  # The shell ends at once. What it started belongs to the node's first process then.
  pid=$(
    close_files
    enter "$node" sh -c 'log=$1; shift; setsid "$@" </dev/null >>"$log" 2>&1 & echo $!' - "$log" "$@"
  )
  machine_pid "$node" "$pid" >"$folder/run/$part.pid" || fail_part "$node" "$part" "ended at once"
}

# Which build of ours it is, and the sums of the files that a command names.
settings() {
  local word
  readlink "$state/bin/$1" || true
  for word in "$@"; do if [ -f "${word#*=}" ]; then cksum <"${word#*=}"; fi; done
}

# The machine's id of the process that has the given id on a node.
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

# Prints the machine's id of a part, if it runs.
alive() {
  local node=$1 part=$2 pid process
  process=$(node_process "$node") || return 1
  pid=$(cat "$(node_folder "$node")/run/$part.pid" 2>/dev/null) || return 1
  # It is ours only if it is one of the node's, and has the name. The kernel keeps 15 letters of that. One
  # that is dead and not buried yet has no program any more.
  [ -e "/proc/$pid/exe" ] || return 1
  [ "/proc/$pid/ns/pid" -ef "/proc/$process/ns/pid" ] || return 1
  [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = "${part:0:15}" ] && echo "$pid"
}

stop() {
  local node=$1 part=$2 pid
  if ! pid=$(alive "$node" "$part"); then return 0; fi
  kill "$pid" 2>/dev/null || true
  # The API server would wait for a minute for those who watch it.
  wait_for 5 "the end of $part" gone "$pid" 2>/dev/null || kill -KILL "$pid" 2>/dev/null || true
}

# A part that answers must also be one that runs: another's answer is none.
ready() {
  local node=$1 part=$2
  shift 2
  alive "$node" "$part" >/dev/null && "$@"
}

# await NODE PART SECONDS COMMAND... : until the part is ready, which the command tells.
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
