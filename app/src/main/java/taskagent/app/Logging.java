package taskagent.app;

import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** Sets up logging: one line for each entry, on standard error, as text or as JSON. */
final class Logging {

  /** The lowest level that is logged. */
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

  /** Kept here because a logger without a reference is collected together with its level. */
  private static final Logger OURS = Logger.getLogger("taskagent");

  /** Libraries whose failures at startup are reported in one line by the code that calls them. */
  private static final List<Logger> QUIET =
      Stream.of(
              "org.flywaydb",
              "com.zaxxer.hikari",
              "org.sqlite",
              "io.helidon.webserver.LoomServer",
              "io.helidon.webserver.ServerListener")
          .map(Logger::getLogger)
          .toList();

  private Logging() {}

  static void start(boolean json, Level level) {
    LogManager.getLogManager().reset();
    var handler = new ConsoleHandler();
    handler.setLevel(java.util.logging.Level.ALL);
    handler.setFormatter(json ? new JsonLogLine() : new TextLogLine());
    var root = Logger.getLogger("");
    root.addHandler(handler);
    root.setLevel(java.util.logging.Level.WARNING); // for libraries
    OURS.setLevel(level.level());
    QUIET.forEach(logger -> logger.setLevel(java.util.logging.Level.OFF));
    Thread.setDefaultUncaughtExceptionHandler(Logging::uncaught);
  }

  /** Java itself would print many lines. Our threads catch everything; a library's may not. */
  private static void uncaught(Thread thread, Throwable exception) {
    OURS.log(
        java.util.logging.Level.WARNING,
        exception,
        () -> "the thread %s ended with an unexpected exception".formatted(thread.getName()));
  }
}
