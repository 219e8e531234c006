package taskagent.view;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import taskagent.domain.audit.AuditAction;
import taskagent.domain.audit.AuditEntry;
import taskagent.domain.audit.AuditKind;
import taskagent.domain.view.Changes.Stored;

/** A row of the table {@code audit}. Its id is the key of the entry, and its status is the kind. */
record AuditRow(
    long number,
    String id,
    AuditKind kind,
    long created,
    String actor,
    String action,
    String subject,
    String detail) {

  static final String COLUMNS = " number, id, status, created, actor, action, subject, detail ";

  private static final String INSERT =
      "INSERT OR IGNORE INTO audit (number, id, status, created, actor, action, subject, detail)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

  /** How many old rows are removed at once. */
  private static final int BATCH = 200;

  private static final String REMOVE_OLD =
      "DELETE FROM audit WHERE number IN"
          + " (SELECT number FROM audit WHERE created < ? ORDER BY created LIMIT ?)";

  static AuditRow of(Stored<AuditEntry> stored) {
    var entry = stored.value();
    return new AuditRow(
        stored.number(),
        entry.key(),
        entry.kind(),
        entry.at().toEpochMilli(),
        entry.actor().orElse(""),
        entry.action().wireName(),
        entry.id(),
        entry.detail().orElse(""));
  }

  static AuditRow of(ResultSet row) throws SQLException {
    return new AuditRow(
        row.getLong(1),
        row.getString(2),
        Codes.auditKind(row.getInt(3)),
        row.getLong(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getString(8));
  }

  /** Adds the row, unless it is there. An entry never changes. */
  void add(Session session) throws SQLException {
    session.update(
        INSERT,
        Numbers.free(session, "audit", number, id),
        id,
        Codes.of(kind),
        created,
        actor,
        action,
        subject,
        detail);
  }

  /** Removes some rows of entries that are not kept any more. */
  static void removeOld(Session session, Instant keptSince) throws SQLException {
    if (session.number("SELECT min(created) FROM audit", List.of()) < keptSince.toEpochMilli()) {
      session.update(REMOVE_OLD, keptSince.toEpochMilli(), BATCH);
    }
  }

  AuditEntry entry() {
    return new AuditEntry(
        id,
        Instant.ofEpochMilli(created),
        Optional.of(actor).filter(name -> !name.isEmpty()),
        AuditAction.valueOf(action.toUpperCase(Locale.ROOT)),
        kind,
        subject,
        Optional.of(detail).filter(text -> !text.isEmpty()));
  }
}
