package taskagent.embedded;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import taskagent.domain.audit.AuditChange;
import taskagent.json.AuditJson;

/**
 * A request whose changes belong in the audit. The transaction that answers it records them, so
 * that the caller waits for one commit only (ADR 49).
 */
final class AuditedRequest {

  private static final ScopedValue<AuditedRequest> HERE = ScopedValue.newInstance();

  private final Function<Object, List<AuditChange>> changes;
  private final InstantSource clock;
  private boolean recorded;

  /**
   * A request that was not made yet.
   *
   * @param changes what an answer says was changed
   */
  AuditedRequest(Function<Object, List<AuditChange>> changes, InstantSource clock) {
    this.changes = changes;
    this.clock = clock;
  }

  /** Returns the request for which the current thread works. */
  static Optional<AuditedRequest> here() {
    return HERE.isBound() ? Optional.of(HERE.get()) : Optional.empty();
  }

  /** Makes the request. */
  <T> T make(Supplier<T> request) {
    return ScopedValue.where(HERE, this).call(request::get);
  }

  /** Returns true if a transaction has recorded what the request has changed. */
  boolean recorded() {
    return recorded;
  }

  /** Records what the answer of a transaction says was changed. */
  void record(Transaction transaction, Object answer) {
    Sql.run(
        () -> {
          for (var change : changes.apply(answer)) {
            add(transaction, change, clock);
          }
        });
    recorded = true; // the commit, which others wait for, comes later
  }

  /** Adds an entry, unless one with its key is there. */
  static int add(Transaction transaction, AuditChange change, InstantSource clock)
      throws SQLException {
    var entry = change.entry(() -> UUID.randomUUID().toString(), clock.instant());
    int added =
        transaction.update(
            "INSERT INTO audit (key, at, doc) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            entry.key(),
            entry.at(),
            AuditJson.write(entry));
    if (added > 0) {
      ChangeLog.addAudit(transaction, entry.key(), entry.at());
    }
    return added;
  }
}
