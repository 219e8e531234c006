package taskagent.app.client;

import java.util.Locale;

/** The forms in which a command prints what it got. */
enum OutputFormat {
  /** For people: the usual columns, with times as seen from now. */
  TABLE,
  /** For people: all columns, with times as instants. */
  WIDE,
  /** One JSON array, or one object for a command about one thing. */
  JSON,
  /** One JSON object in each line. */
  JSONL,
  /** Comma-separated values (RFC 4180) with a header. */
  CSV,
  /** The ids, one in each line. */
  ID;

  /** Returns the word of the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
