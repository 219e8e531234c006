package taskagent.bench.usage;

import java.util.Locale;

/**
 * The resources that were used during a measurement, which show what limited it.
 *
 * @param client cores that the client used
 * @param server cores that the server used
 * @param writer cores that the server's writing thread used
 * @param other cores that other processes used; if it is much, the measurement is unreliable
 * @param idle cores that were idle
 * @param commitsPerSecond commits of the server
 * @param writesPerCommit how many writes shared a commit
 */
public record ResourceUse(
    double client,
    double server,
    double writer,
    double other,
    double idle,
    double commitsPerSecond,
    double writesPerCommit) {

  /** If other processes use more cores, a figure is unreliable. */
  private static final double DISTURBED = 0.2;

  /** Returns true if other processes used little of the machine. */
  public boolean undisturbed() {
    return other < DISTURBED;
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
