package taskagent.app;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.logging.LogRecord;
import taskagent.domain.port.Trace;

/**
 * The fields of a log entry beside its message: the ids of task, workflow and trace, as far as they
 * are known. A caller that logs passes them as a map among the parameters.
 */
final class LogFields {

  private static final String TRACE = "trace";

  private LogFields() {}

  /** Returns the fields in the order in which they were given; the trace comes last. */
  static Map<String, String> of(LogRecord entry) {
    var fields = new LinkedHashMap<String, String>();
    if (entry.getParameters() != null) {
      for (var parameter : entry.getParameters()) {
        if (parameter instanceof Map<?, ?> given) {
          given.forEach((name, value) -> fields.put(String.valueOf(name), String.valueOf(value)));
        }
      }
    }
    if (!fields.containsKey(TRACE)) {
      traceId().ifPresent(id -> fields.put(TRACE, id));
    }
    return fields;
  }

  /**
   * Returns the trace of the current thread: the second part of {@code
   * version-traceId-spanId-flags}.
   */
  static Optional<String> traceId() {
    return Trace.here()
        .map(parent -> parent.split("-", 3))
        .filter(p -> p.length > 1)
        .map(p -> p[1]);
  }

  /** Returns the stack trace of the entry's exception, if it has one. */
  static Optional<String> stackTrace(LogRecord entry) {
    return Optional.ofNullable(entry.getThrown())
        .map(
            thrown -> {
              var text = new StringWriter();
              thrown.printStackTrace(new PrintWriter(text, true));
              return text.toString();
            });
  }
}
