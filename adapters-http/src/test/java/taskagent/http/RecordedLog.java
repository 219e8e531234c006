package taskagent.http;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the server logs, from a level on. All servers of this JVM share the logger. */
final class RecordedLog extends Handler {

  private final Logger logger = Logger.getLogger("taskagent.http");
  private final List<LogRecord> records = new CopyOnWriteArrayList<>();

  /** Records instead of printing, until it is closed. */
  RecordedLog(Level from) {
    logger.setLevel(from);
    logger.addHandler(this);
    logger.setUseParentHandlers(false);
  }

  List<LogRecord> records() {
    return records;
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
