package taskagent.app;

import com.fasterxml.jackson.core.JsonGenerator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import taskagent.json.Json;

/** Formats a log entry for machines: a JSON object on one line. */
final class JsonLogLine extends Formatter {

  @Override
  public String format(LogRecord entry) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("time", entry.getInstant().toString());
    fields.put("level", entry.getLevel().getName());
    fields.put("logger", String.valueOf(entry.getLoggerName()));
    fields.put("message", formatMessage(entry));
    LogFields.of(entry).forEach(fields::putIfAbsent);
    LogFields.stackTrace(entry)
        .ifPresent(trace -> fields.merge("error", trace, (a, b) -> a + ": " + b));
    return Json.object(
            (JsonGenerator json) -> {
              for (Map.Entry<String, String> field : fields.entrySet()) {
                json.writeStringField(field.getKey(), field.getValue());
              }
            })
        + System.lineSeparator();
  }
}
