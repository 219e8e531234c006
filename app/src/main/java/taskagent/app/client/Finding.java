package taskagent.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/**
 * What a check of {@code doctor} found.
 *
 * @param check what was checked
 * @param finding what was found
 * @param advice what to do; empty if all is well
 */
record Finding(Level level, String check, String finding, String advice) {

  /** How bad it is. */
  enum Level {
    OK,
    WARNING,
    ERROR
  }

  static Finding ok(String check, String finding) {
    return new Finding(Level.OK, check, finding, "");
  }

  static Finding warning(String check, String finding, String advice) {
    return new Finding(Level.WARNING, check, finding, advice);
  }

  static Finding error(String check, String finding, String advice) {
    return new Finding(Level.ERROR, check, finding, advice);
  }

  JsonNode json() {
    return ServerAnswer.JSON
        .createObjectNode()
        .put("level", level.name().toLowerCase(Locale.ROOT))
        .put("check", check)
        .put("finding", finding)
        .put("advice", advice);
  }
}
