package taskagent.app;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import taskagent.json.Json;

/** Log lines: one line each, on standard error, as text or as JSON. */
final class Logging {

  /** From when on something is logged. */
  enum Level {
    DEBUG,
    INFO,
    WARNING,
    ERROR;

    private java.util.logging.Level level() {
      return switch (this) {
        case DEBUG -> java.util.logging.Level.FINE;
        case INFO -> java.util.logging.Level.INFO;
        case WARNING -> java.util.logging.Level.WARNING;
        case ERROR -> java.util.logging.Level.SEVERE;
      };
    }
  }

  /** Held here, since a logger that nobody holds is forgotten together with its level. */
  private static final Logger OURS = Logger.getLogger("taskagent");

  private static final List<Logger> QUIET =
      Stream.of(
              "org.flywaydb",
              "com.zaxxer.hikari",
              "io.helidon.webserver.LoomServer",
              "io.helidon.webserver.ServerListener")
          .map(Logger::getLogger)
          .toList();

  private Logging() {}

  static void start(boolean json, Level level) {
    LogManager.getLogManager().reset();
    var handler = new ConsoleHandler();
    handler.setLevel(java.util.logging.Level.ALL);
    handler.setFormatter(json ? new JsonLine() : new TextLine());
    var root = Logger.getLogger("");
    root.addHandler(handler);
    root.setLevel(java.util.logging.Level.WARNING); // libraries speak when something is wrong
    OURS.setLevel(level.level());
    // What these say when the start fails is said in one line by whoever called them.
    QUIET.forEach(logger -> logger.setLevel(java.util.logging.Level.OFF));
    Thread.setDefaultUncaughtExceptionHandler(Logging::ended);
  }

  /** Java would print it in many lines. Threads of ours catch all; one of a library may not. */
  private static void ended(Thread thread, Throwable why) {
    OURS.log(
        java.util.logging.Level.WARNING,
        why,
        () -> "the thread %s ended, since it did not expect this".formatted(thread.getName()));
  }

  private static final class TextLine extends Formatter {
    @Override
    public String format(LogRecord record) {
      return record.getInstant()
          + " "
          + record.getLevel().getName()
          + " "
          + oneLine(formatMessage(record))
          + error(record).map(text -> " | " + oneLine(text)).orElse("")
          + System.lineSeparator();
    }
  }

  private static final class JsonLine extends Formatter {
    @Override
    public String format(LogRecord record) {
      return Json.object(
              (JsonGenerator json) -> {
                json.writeStringField("time", record.getInstant().toString());
                json.writeStringField("level", record.getLevel().getName());
                json.writeStringField("logger", record.getLoggerName());
                json.writeStringField("message", formatMessage(record));
                var error = error(record);
                if (error.isPresent()) {
                  json.writeStringField("error", error.get());
                }
              })
          + System.lineSeparator();
    }
  }

  private static Optional<String> error(LogRecord record) {
    return Optional.ofNullable(record.getThrown())
        .map(
            thrown -> {
              var text = new StringWriter();
              thrown.printStackTrace(new PrintWriter(text, true));
              return text.toString();
            });
  }

  /** What comes from outside must not be able to forge a line. */
  private static String oneLine(String text) {
    return text.strip().replace("\r", "").replace("\n", " | ");
  }
}
