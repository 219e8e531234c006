package taskagent.http.events;

import java.util.Locale;

/** What an event says. */
enum EventType {
  UPSERT,
  LEAVE,
  COUNTS,
  BOOKMARK,
  RESET;

  /** Returns the name that clients see. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
