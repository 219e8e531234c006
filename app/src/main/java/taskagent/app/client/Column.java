package taskagent.app.client;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A column of a table.
 *
 * @param header its name for people
 * @param field the field of the API that it shows; {@code a/b} is the field b of the object a
 * @param kind how the value is shown
 * @param wide true if only a wide table has it
 */
record Column(String header, String field, Kind kind, boolean wide) {

  /** How a value is shown. */
  enum Kind {
    TEXT,
    STATUS,
    TIME
  }

  static Column text(String header, String field) {
    return new Column(header, field, Kind.TEXT, false);
  }

  static Column status(String header, String field) {
    return new Column(header, field, Kind.STATUS, false);
  }

  static Column time(String header, String field) {
    return new Column(header, field, Kind.TIME, false);
  }

  /** Returns this column for wide tables only. */
  Column onlyWide() {
    return new Column(header, field, kind, true);
  }

  /** Returns the value of an item; a missing node if it has none. */
  JsonNode of(JsonNode item) {
    return item.at("/" + field);
  }
}
