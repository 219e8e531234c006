package taskagent.json;

import java.util.Locale;
import taskagent.domain.audit.AuditAction;
import taskagent.domain.audit.AuditEntry;
import taskagent.domain.audit.AuditKind;

/** The JSON of an entry of the audit. */
public final class AuditJson {

  private static final int FORMAT = 1;

  private AuditJson() {}

  /** Writes an entry. */
  public static String write(AuditEntry entry) {
    return Json.object(
        json -> {
          json.writeNumberField("format", FORMAT);
          json.writeStringField("key", entry.key());
          Json.instant(json, "at", entry.at());
          Json.optional(json, "actor", entry.actor());
          json.writeStringField("action", entry.action().wireName());
          json.writeStringField("kind", entry.kind().wireName());
          json.writeStringField("id", entry.id());
          Json.optional(json, "detail", entry.detail());
        });
  }

  /**
   * Reads an entry.
   *
   * @throws UnreadableDocument if it has another format, an action of a later version, or is
   *     damaged
   */
  public static AuditEntry read(String text) {
    var fields = Json.read(text).format("an entry of the audit", FORMAT);
    return new AuditEntry(
        fields.text("key"),
        fields.instant("at"),
        fields.maybeText("actor"),
        fields.parsed("action", name -> AuditAction.valueOf(name.toUpperCase(Locale.ROOT))),
        fields.parsed("kind", name -> AuditKind.valueOf(name.toUpperCase(Locale.ROOT))),
        fields.text("id"),
        fields.maybeText("detail"));
  }
}
