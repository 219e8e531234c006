package taskagent.bench;

import java.util.Locale;

/**
 * What bounded a measurement.
 *
 * @param client cores that the client used
 * @param server cores that the server used
 * @param writer cores that the server's thread used that writes to the database
 * @param other cores that others used; if they are many, the measurement is not worth much
 * @param idle cores that had nothing to do
 * @param commitsPerSecond the server's commits
 * @param writesPerCommit how many pieces of work shared a commit
 */
record Spent(
    double client,
    double server,
    double writer,
    double other,
    double idle,
    double commitsPerSecond,
    double writesPerCommit) {

  /** From so many cores on that others used, a figure says more of them than of the server. */
  private static final double NOT_QUIET = 0.2;

  /** Whether the machine was there for the measurement alone. */
  boolean quiet() {
    return other < NOT_QUIET;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "cores: server %.2f (writer %.2f), client %.2f, others %.2f; %.0f commits/s",
        server,
        writer,
        client,
        other,
        commitsPerSecond);
  }
}
