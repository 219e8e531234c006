package taskagent.app;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * Shares the open files that the system allows to this process: each connection of a client and
 * each call to a receiver needs one. Without this, a process that has used up its limit can neither
 * accept a connection nor open a file.
 *
 * @param allowed the limit of the process ({@code ulimit -n})
 * @param connections how many connections of clients may be open
 * @param calls how many calls to receivers may be under way
 */
record OpenFilesLimit(long allowed, int connections, int calls) {

  /** For the JVM, the database, the log, and the calls that are not counted. */
  private static final int RESERVED = 192;

  /** Fewer leave no room to work. */
  private static final int LEAST = 320;

  /** A call needs one, and its connection may stay open for the next call. */
  private static final int FILES_OF_A_CALL = 2;

  /** One sixth of the files for calls, twice. The rest is for connections. */
  private static final int SHARE = 6;

  private static final String SMALL =
      "the limit of open files is %d: at most %d connections and %d calls to receivers at a time;"
          + " with %d or more, there can be %d and %d (ulimit -n)";

  private static final String IDLE_CALLS = "jdk.httpclient.connectionPoolSize";

  static final int MOST_CALLS = 1024;
  static final int MOST_CONNECTIONS = 8192;

  /** Reads the limit of this process. */
  static OpenFilesLimit ofThisProcess() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? of(unix.getMaxFileDescriptorCount())
        : of(Long.MAX_VALUE); // Windows has none
  }

  /**
   * Shares a limit.
   *
   * @throws CommandFailed if it is too small
   */
  static OpenFilesLimit of(long allowed) {
    if (allowed < LEAST) {
      throw new CommandFailed(
          "The limit of open files is %d, but at least %d are needed. See ulimit -n."
              .formatted(allowed, LEAST));
    }
    long free = Math.min(allowed, enough()) - RESERVED;
    int calls = Math.toIntExact(Math.min(MOST_CALLS, free / SHARE));
    int connections =
        Math.toIntExact(Math.min(MOST_CONNECTIONS, free - (long) FILES_OF_A_CALL * calls));
    return new OpenFilesLimit(allowed, connections, calls);
  }

  /** Returns the limit from which on all is as large as it can be. */
  private static long enough() {
    return RESERVED + MOST_CONNECTIONS + (long) FILES_OF_A_CALL * MOST_CALLS;
  }

  /** Limits the connections that the JDK's HTTP client keeps open for its next calls. */
  void limitIdleCalls() {
    if (System.getProperty(IDLE_CALLS) == null) {
      System.setProperty(IDLE_CALLS, Integer.toString(calls));
    }
  }

  /** Returns a line for the log if the limit is small. */
  Optional<String> warning() {
    return allowed >= enough()
        ? Optional.empty()
        : Optional.of(
            SMALL.formatted(allowed, connections, calls, enough(), MOST_CONNECTIONS, MOST_CALLS));
  }
}
