package taskagent.embedded;

import java.util.Optional;
import taskagent.domain.port.Readiness;
import taskagent.domain.port.Unavailable;

/** Finds out whether the database can be written, by writing to it. */
final class WriteProbe implements Readiness {

  private final Writer writer;

  WriteProbe(Writer writer) {
    this.writer = writer;
  }

  @Override
  public Optional<String> notReady() {
    try {
      writer.write(
          transaction ->
              transaction.update(
                  "INSERT INTO probe (id, at) VALUES (1, 1)"
                      + " ON CONFLICT (id) DO UPDATE SET at = at + 1"));
      return Optional.empty();
    } catch (Unavailable e) {
      return Optional.of(e.reason());
    }
  }
}
