package taskagent.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;

/** Comma-separated values (RFC 4180), with the line ends of Unix tools. */
final class Csv {

  private Csv() {}

  /** Returns a line with its end. */
  static String line(List<String> values) {
    return values.stream().map(Csv::quoted).collect(Collectors.joining(",", "", "\n"));
  }

  /** Returns a value as text; nothing for null, and JSON for an object or array. */
  static String value(JsonNode node) {
    return node.isContainerNode() ? node.toString() : node.isNull() ? "" : node.asText();
  }

  private static String quoted(String value) {
    return value.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
        ? '"' + value.replace("\"", "\"\"") + '"'
        : value;
  }
}
