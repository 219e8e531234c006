package taskagent.embedded;

import java.nio.file.Path;
import taskagent.domain.engine.EventPolicy;
import taskagent.domain.engine.Retention;
import taskagent.domain.processing.NotifyPolicy;

/**
 * The settings of the embedded engine.
 *
 * @param folder the folder of the database, which is created if necessary
 * @param exchangesKept the number of exchanges of each conversation that are kept
 * @param retention how long what has ended is kept
 * @param events how events are published
 * @param notifyPolicy the policy of the notify step for new runs
 * @param callsAtOnce how many sagas may call receivers at the same time
 */
public record EmbeddedSettings(
    Path folder,
    int exchangesKept,
    Retention retention,
    EventPolicy events,
    NotifyPolicy notifyPolicy,
    int callsAtOnce) {

  private static final int CALLS_AT_ONCE = 1024;

  /** Creates settings with the usual number of calls. */
  public EmbeddedSettings(
      Path folder,
      int exchangesKept,
      Retention retention,
      EventPolicy events,
      NotifyPolicy notifyPolicy) {
    this(folder, exchangesKept, retention, events, notifyPolicy, CALLS_AT_ONCE);
  }

  /** Creates settings with the default policies. */
  public EmbeddedSettings(Path folder, int exchangesKept, Retention retention) {
    this(folder, exchangesKept, retention, EventPolicy.DEFAULT, NotifyPolicy.DEFAULT);
  }

  /** Returns these settings with another number of calls. */
  public EmbeddedSettings withCallsAtOnce(int calls) {
    return new EmbeddedSettings(folder, exchangesKept, retention, events, notifyPolicy, calls);
  }
}
