package taskagent.embedded;

import java.nio.file.Path;
import taskagent.domain.engine.EventPolicy;
import taskagent.domain.engine.Retention;

/**
 * The settings of the embedded engine.
 *
 * @param folder the folder of the database, which is created if necessary
 * @param exchangesKept the number of exchanges of each conversation that are kept
 * @param retention how long what has ended is kept
 * @param events how events are published
 */
public record EmbeddedSettings(
    Path folder, int exchangesKept, Retention retention, EventPolicy events) {

  /** Settings with the default policy for events. */
  public EmbeddedSettings(Path folder, int exchangesKept, Retention retention) {
    this(folder, exchangesKept, retention, EventPolicy.DEFAULT);
  }
}
