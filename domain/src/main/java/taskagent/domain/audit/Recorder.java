package taskagent.domain.audit;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import taskagent.domain.access.CurrentCaller;

/** Records what the current caller has changed. */
final class Recorder {

  private final AuditLog log;
  private final AuditKind kind;

  Recorder(AuditLog log, AuditKind kind) {
    this.log = log;
    this.kind = kind;
  }

  /** What a request has changed. */
  record Change(AuditAction action, String id, Optional<String> detail, Optional<String> key) {

    /** A change that counts each time. */
    static Change each(AuditAction action, String id) {
      return new Change(action, id, Optional.empty(), Optional.empty());
    }

    /**
     * A change that counts once.
     *
     * @param key the same for a repeated request
     */
    static Change once(AuditAction action, String id, String detail, String key) {
      return new Change(action, id, Optional.of(detail), Optional.of(key));
    }
  }

  /**
   * Makes a request, and records what it has changed.
   *
   * @param changes what an answer to the request says was changed
   */
  <T> T recorded(Supplier<T> request, Function<Object, List<Change>> changes) {
    var actor = CurrentCaller.here().name();
    return log.recorded(
        request,
        answer -> changes.apply(answer).stream().map(change -> entry(actor, change)).toList());
  }

  /**
   * Makes a request, and records its change if it was accepted.
   *
   * @param accepted the answer to an accepted request
   */
  <T, A extends T> T recorded(Supplier<T> request, Class<A> accepted, Function<A, Change> change) {
    return recorded(
        request,
        answer ->
            accepted.isInstance(answer) ? List.of(change.apply(accepted.cast(answer))) : List.of());
  }

  /** Records a change that was made. */
  void add(Change change) {
    log.add(entry(CurrentCaller.here().name(), change));
  }

  private AuditChange entry(Optional<String> actor, Change change) {
    return new AuditChange(
        actor, change.action(), kind, change.id(), change.detail(), change.key());
  }
}
