package taskagent.chaos.fault;

import java.time.Duration;
import java.util.Random;

/**
 * A fault: how to inject it, and how to heal it.
 *
 * @param number its row in docs/chaos.md
 * @param name a few words, for the report
 * @param lasting how long it lasts
 * @param inject injects it; takes every choice from the random numbers of the run
 * @param heal heals it; may be called when nothing is broken
 */
public record Fault(int number, String name, Duration lasting, Injection inject, Healing heal) {

  /** Injects a fault. */
  @FunctionalInterface
  public interface Injection {
    /** Injects it now. */
    void inject(Random random) throws Exception;
  }

  /** Heals a fault. */
  @FunctionalInterface
  public interface Healing {
    /** Heals it now. */
    void heal() throws Exception;
  }

  @Override
  public String toString() {
    return number + " " + name;
  }
}
