package taskagent.dapr.change;

import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import taskagent.dapr.store.Documents;
import taskagent.dapr.store.GroupCommit;
import taskagent.dapr.store.Pages;
import taskagent.domain.audit.AuditChange;
import taskagent.domain.audit.AuditEntry;
import taskagent.domain.audit.AuditLog;
import taskagent.domain.engine.Retention;
import taskagent.domain.view.Changes.Kind;
import taskagent.json.AuditJson;
import taskagent.json.EntriesJson.Entry;
import taskagent.json.UnreadableDocument;

/**
 * The audit in the state store: pages of entries, which expire when the newest of their entries is
 * old enough. Each entry is in the change log, too, from which all replicas take it into their
 * lists (ADR 49).
 */
public final class StoredAudit implements AuditLog, AutoCloseable {

  private static final System.Logger LOG = System.getLogger(StoredAudit.class.getName());

  private static final String PREFIX = "audit-";

  private final Pages<Entry> pages;
  private final ChangeLog log;
  private final Retention retention;
  private final InstantSource clock;
  private final GroupCommit<Entry> commit;

  /** Keeps the audit among these documents. */
  public StoredAudit(Documents documents, ChangeLog log, Retention retention, InstantSource clock) {
    var expire = Optional.of(retention.audit()).filter(Duration::isPositive);
    this.pages = new Pages<>(documents, PREFIX, Long.MAX_VALUE, ChangeLog.FORM, expire);
    this.log = log;
    this.retention = retention;
    this.clock = clock;
    this.commit = new GroupCommit<>("taskagent-audit", pages::append);
  }

  @Override
  public void add(AuditChange change) {
    var entry = change.entry(() -> UUID.randomUUID().toString(), clock.instant());
    var text = AuditJson.write(entry);
    var kept = commit.begin(new Entry(Kind.AUDIT, text, entry.at()));
    var told = log.add(Kind.AUDIT, text);
    GroupCommit.await(kept);
    GroupCommit.await(told);
  }

  /** Returns since when entries are kept. */
  public Instant since() {
    return retention.auditSince(clock.instant());
  }

  /** Reads an entry of the change log; empty if it is old, or of a later version. */
  public Optional<AuditEntry> read(String text) {
    try {
      return Optional.of(AuditJson.read(text)).filter(entry -> !entry.at().isBefore(since()));
    } catch (UnreadableDocument e) {
      LOG.log(WARNING, "an entry of the audit is missing in the lists: {0}", e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Returns some entries, oldest first. An entry may be there more than once.
   *
   * @param place 0 for the first ones, or that of an earlier part
   */
  public Pages.Part<AuditEntry> part(long place, int limit) {
    var part = pages.part(place, limit);
    var entries = part.entries().stream().flatMap(entry -> read(entry.id()).stream()).toList();
    return new Pages.Part<>(entries, part.next());
  }

  @Override
  public void close() {
    commit.close();
  }
}
