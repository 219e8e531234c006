package taskagent.app;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import java.util.regex.Pattern;

/** Formats a log entry for people: time, level, message, then the fields as {@code name=value}. */
final class TextLogLine extends Formatter {

  /** A value that needs no quotes: printable ASCII without spaces and quotes. */
  private static final Pattern PLAIN = Pattern.compile("[!#-~]+");

  @Override
  public String format(LogRecord entry) {
    var line = new StringBuilder();
    line.append(entry.getInstant()).append(' ').append(entry.getLevel().getName()).append(' ');
    line.append(oneLine(formatMessage(entry)));
    LogFields.of(entry)
        .forEach((name, value) -> line.append(' ').append(name).append('=').append(value(value)));
    LogFields.stackTrace(entry).ifPresent(trace -> line.append(" | ").append(oneLine(trace)));
    return line.append(System.lineSeparator()).toString();
  }

  /** Text from outside must not be able to forge a line. */
  private static String oneLine(String text) {
    return text.strip().replace("\r", "").replace("\n", " | ");
  }

  private static String value(String value) {
    return PLAIN.matcher(value).matches()
        ? value
        : "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(value)) + "\"";
  }
}
