package taskagent.chaos.fault;

import java.time.Duration;
import java.util.Random;

/**
 * Something that breaks, and how it is mended again.
 *
 * @param number the row of the table in docs/chaos.md
 * @param name of a few words
 * @param lasting how long it stays broken
 * @param inject breaks it; what it chooses, it chooses by the random numbers of the run
 * @param heal mends it; may be called though nothing is broken
 */
public record Fault(int number, String name, Duration lasting, Injection inject, Healing heal) {

  /** Breaks something. */
  @FunctionalInterface
  public interface Injection {
    /** Breaks it now. */
    void inject(Random random) throws Exception;
  }

  /** Mends something. */
  @FunctionalInterface
  public interface Healing {
    /** Mends it now. */
    void heal() throws Exception;
  }

  @Override
  public String toString() {
    return number + " " + name;
  }
}
