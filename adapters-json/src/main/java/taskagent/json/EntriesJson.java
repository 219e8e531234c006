package taskagent.json;

import java.time.Instant;
import java.util.List;
import taskagent.domain.view.Changes.Kind;

/** The JSON of a page of a log or an index of tasks and runs, or of the audit. */
public final class EntriesJson {

  private static final int FORMAT = 1;
  private static final String TASK = "task";
  private static final String RUN = "run";
  private static final String AUDIT = "audit";

  /** What an older version, which knows no audit, looks for and does not find. */
  private static final String NO_RUN = "audit";

  /**
   * An entry.
   *
   * @param at when it was made
   */
  public record Entry(Kind kind, String id, Instant at) {}

  private EntriesJson() {}

  /** Writes entries. */
  public static String write(List<Entry> entries) {
    return Json.object(
        json -> {
          json.writeNumberField("format", FORMAT);
          json.writeArrayFieldStart("entries");
          for (var entry : entries) {
            json.writeStartObject();
            switch (entry.kind()) {
              case TASK -> json.writeStringField(TASK, entry.id());
              case RUN -> json.writeStringField(RUN, entry.id());
              case AUDIT -> {
                json.writeStringField(AUDIT, entry.id());
                json.writeStringField(RUN, NO_RUN);
              }
            }
            json.writeNumberField("at", entry.at().toEpochMilli());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /**
   * Reads entries.
   *
   * @throws UnreadableDocument if they have another format or are damaged
   */
  public static List<Entry> read(String text) {
    return Json.read(text).format("a page of entries", FORMAT).list("entries", EntriesJson::entry);
  }

  private static Entry entry(Fields fields) {
    var at = Instant.ofEpochMilli(fields.number("at"));
    return fields
        .maybeText(TASK)
        .map(id -> new Entry(Kind.TASK, id, at))
        .or(() -> fields.maybeText(AUDIT).map(id -> new Entry(Kind.AUDIT, id, at)))
        .orElseGet(() -> new Entry(Kind.RUN, fields.text(RUN), at));
  }
}
