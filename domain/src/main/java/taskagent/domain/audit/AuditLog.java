package taskagent.domain.audit;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Where the audit is kept. Entries are never changed, and are removed after a time that is set
 * (specification §13).
 */
@FunctionalInterface
public interface AuditLog {

  /** Keeps nothing. */
  AuditLog NONE = _ -> {};

  /**
   * Records a change. When this returns, the entry is durable. A change whose key is recorded
   * already is not recorded again.
   *
   * @throws taskagent.domain.port.Unavailable if the engine cannot be reached; the change may or
   *     may not be recorded
   */
  void add(AuditChange change);

  /**
   * Makes a request to an engine, and records what it has changed. When this returns, the entries
   * are durable. An engine that has transactions may record them in that of the change.
   *
   * @param changes what an answer to the request says was changed; another thread may ask
   * @throws taskagent.domain.port.Unavailable if the engine cannot be reached; the change may or
   *     may not have been made and recorded
   */
  default <T> T recorded(Supplier<T> request, Function<Object, List<AuditChange>> changes) {
    var answer = request.get();
    changes.apply(answer).forEach(this::add);
    return answer;
  }
}
