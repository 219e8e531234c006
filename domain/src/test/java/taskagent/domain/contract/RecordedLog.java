package taskagent.domain.contract;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What is logged under a name, from a level on. All threads of this JVM share the logger. */
public final class RecordedLog extends Handler implements AutoCloseable {

  private final Logger logger;
  private final List<LogRecord> records = new CopyOnWriteArrayList<>();

  /** Records instead of printing, until it is closed. */
  public RecordedLog(String name, Level from) {
    logger = Logger.getLogger(name);
    logger.setLevel(from);
    logger.addHandler(this);
    logger.setUseParentHandlers(false);
  }

  /** Returns what was logged, oldest first. It can be cleared. */
  public List<LogRecord> records() {
    return records;
  }

  /** Returns the text of a record. */
  public static String message(LogRecord entry) {
    return new SimpleFormatter().formatMessage(entry);
  }

  @Override
  public void publish(LogRecord entry) {
    records.add(entry);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
    logger.setLevel(null);
  }
}
