package taskagent.embedded;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import taskagent.domain.audit.AuditChange;
import taskagent.domain.audit.AuditLog;

/** The audit in SQLite. The {@link RetentionLoop} removes old entries (ADR 49). */
final class SqliteAuditLog implements AuditLog {

  private final Writer writer;
  private final InstantSource clock;

  SqliteAuditLog(Writer writer, InstantSource clock) {
    this.writer = writer;
    this.clock = clock;
  }

  @Override
  public void add(AuditChange change) {
    writer.write(transaction -> AuditedRequest.add(transaction, change, clock));
  }

  /** What no transaction of the request has recorded gets one of its own. */
  @Override
  public <T> T recorded(Supplier<T> request, Function<Object, List<AuditChange>> changes) {
    var audited = new AuditedRequest(changes, clock);
    var answer = audited.make(request);
    if (!audited.recorded()) {
      changes.apply(answer).forEach(this::add);
    }
    return answer;
  }
}
