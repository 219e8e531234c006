package taskagent.bench.usage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * CPU times up to a moment, in seconds, from Linux's /proc. The difference of two of them shows
 * what limited a measurement.
 *
 * @param client of this process
 * @param server of the server; 0 if its process is not known
 * @param writer of the server's thread that writes to the database
 * @param busy of all processes, including other virtual machines on the same processors
 * @param idle the idle time of all cores
 */
public record ProcUsage(double client, double server, double writer, double busy, double idle) {

  /** A tick is 1/100 s on every Linux platform that has a JDK. */
  private static final double TICKS = 100;

  /** The kernel keeps 15 characters of a thread's name. */
  private static final String WRITER = "taskagent-write";

  private static final int USER_TIME = 13;
  private static final int SYSTEM_TIME = 14;

  /** Reads the CPU times up to now. */
  public static ProcUsage now(OptionalLong server) throws IOException {
    var cores = cores();
    return new ProcUsage(
        cpu(process(ProcessHandle.current().pid())),
        server.isPresent() ? cpu(process(server.getAsLong())) : 0,
        server.isPresent() ? writer(process(server.getAsLong())) : 0,
        cores.busy(),
        cores.idle());
  }

  public ProcUsage minus(ProcUsage earlier) {
    return new ProcUsage(
        client - earlier.client,
        server - earlier.server,
        writer - earlier.writer,
        busy - earlier.busy,
        idle - earlier.idle);
  }

  /** Returns the resident memory of a process, in bytes. */
  public static long residentBytes(long pid) throws IOException {
    return bytes(pid, "VmRSS:");
  }

  /** Returns the largest resident memory that a process has had, in bytes. */
  public static long peakResidentBytes(long pid) throws IOException {
    return bytes(pid, "VmHWM:");
  }

  private static long bytes(long pid, String field) throws IOException {
    for (var line : Files.readAllLines(process(pid).resolve("status"))) {
      if (line.startsWith(field)) {
        return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IOException("process " + pid + " has no resident memory");
  }

  /** Returns the CPU time of a process, in seconds. */
  public static double cpuSeconds(long pid) throws IOException {
    return cpu(process(pid));
  }

  /** Returns the number of threads of a process. */
  public static long threads(long pid) throws IOException {
    try (var tasks = Files.list(process(pid).resolve("task"))) {
      return tasks.count();
    }
  }

  private static Path process(long pid) {
    return Path.of("/proc", Long.toString(pid));
  }

  private static double writer(Path process) throws IOException {
    try (var tasks = Files.list(process.resolve("task"))) {
      for (var task : tasks.toList()) {
        if (Files.readString(task.resolve("comm")).strip().equals(WRITER)) {
          return cpu(task);
        }
      }
    }
    return 0;
  }

  private static double cpu(Path task) throws IOException {
    return cpu(Files.readString(task.resolve("stat")));
  }

  /** Returns user and system time of a line of /proc/PID/stat; its second field is any text. */
  static double cpu(String stat) {
    var fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    int first = 2; // the first fields are cut off
    return (Long.parseLong(fields.get(USER_TIME - first))
            + Long.parseLong(fields.get(SYSTEM_TIME - first)))
        / TICKS;
  }

  record Cores(double busy, double idle) {}

  private static Cores cores() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/stat"))) {
      return cores(lines.findFirst().orElseThrow());
    }
  }

  /**
   * Reads the first line of /proc/stat: user, nice, system, idle, iowait (idle, too), irq, softirq,
   * steal. These include the later fields.
   */
  static Cores cores(String line) {
    var fields = List.of(line.strip().split(" +", -1));
    double idle = 0;
    double busy = 0;
    for (int i = 1; i <= 8; i++) {
      double seconds = Long.parseLong(fields.get(i)) / TICKS;
      if (i == 4 || i == 5) {
        idle += seconds;
      } else {
        busy += seconds;
      }
    }
    return new Cores(busy, idle);
  }
}
