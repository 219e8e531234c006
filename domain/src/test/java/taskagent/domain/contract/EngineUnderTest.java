package taskagent.domain.contract;

import java.time.Duration;
import taskagent.domain.audit.AuditLog;
import taskagent.domain.bulk.BulkSets;
import taskagent.domain.bulk.Bulks;
import taskagent.domain.engine.Runs;
import taskagent.domain.port.Conversations;
import taskagent.domain.port.Tasks;
import taskagent.domain.port.Workflows;
import taskagent.domain.view.Changes;

/** An engine as the contracts see it. */
public interface EngineUnderTest extends AutoCloseable {

  /** Returns its tasks; call again after a restart. */
  Tasks tasks();

  /** Returns its conversations; call again after a restart. */
  Conversations conversations();

  /** Returns its workflows; call again after a restart. */
  Workflows workflows();

  /** Returns its runs of all kinds; call again after a restart. */
  Runs<?> runs();

  /** Returns its bulks; call again after a restart. */
  default Bulks bulks() {
    throw new UnsupportedOperationException("this engine has no bulks");
  }

  /** Returns where it stores the ids of bulks; call again after a restart. */
  default BulkSets bulkSets() {
    throw new UnsupportedOperationException("this engine has no bulks");
  }

  /** Returns its change log, if it has one; call again after a restart. */
  default Changes changes() {
    throw new UnsupportedOperationException("this engine has no change log");
  }

  /** Returns where it records who changed what, if it does; call again after a restart. */
  default AuditLog audit() {
    throw new UnsupportedOperationException("this engine has no audit");
  }

  /**
   * Advances the clock and notifies the engine. Work that became due may still be in progress on
   * return.
   */
  void advance(Duration by);

  /**
   * Stops the engine as abruptly as possible, advances the clock, and starts the engine again on
   * its stored data. Does not wait for calls to the outside that are in progress.
   */
  void restart(Duration meanwhile);

  @Override
  void close();
}
