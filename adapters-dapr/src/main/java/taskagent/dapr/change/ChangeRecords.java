package taskagent.dapr.change;

import java.time.InstantSource;
import taskagent.dapr.store.Documents;
import taskagent.domain.engine.Retention;
import taskagent.domain.view.Changes.Kind;

/**
 * What the lists need to know about the store (ADR 41).
 *
 * @param log what has changed
 * @param taskIds which tasks there may be
 * @param runIds which runs there may be
 * @param audit who changed what
 */
public record ChangeRecords(ChangeLog log, IdIndex taskIds, IdIndex runIds, StoredAudit audit)
    implements AutoCloseable {

  /** Keeps the records among these documents. */
  public static ChangeRecords among(Documents documents, Retention retention, InstantSource clock) {
    var log = new ChangeLog(documents, clock);
    return new ChangeRecords(
        log,
        new IdIndex(Kind.TASK, documents, clock),
        new IdIndex(Kind.RUN, documents, clock),
        new StoredAudit(documents, log, retention, clock));
  }

  @Override
  public void close() {
    audit.close();
    log.close();
    taskIds.close();
    runIds.close();
  }
}
