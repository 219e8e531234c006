package taskagent.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import taskagent.domain.port.Metric;
import taskagent.domain.port.Unavailable;

/** How large the database is, and how much is left. */
final class DatabaseSize {

  private DatabaseSize() {}

  static List<Metric> metrics(Database database, Path folder) {
    return List.of(
        Metric.gauge(
            "taskagent_database_bytes",
            "The size of the database: what is used, and what is free for the next writes.",
            List.of(
                new Metric.Sample(
                    Map.of("state", "used"),
                    () -> bytes(database, "page_count") - bytes(database, "freelist_count")),
                new Metric.Sample(
                    Map.of("state", "free"), () -> bytes(database, "freelist_count")))),
        Metric.gauge(
            "taskagent_database_log_bytes",
            "The length of the database's write-ahead log.",
            () -> log(database)),
        Metric.gauge(
            "taskagent_disk_free_bytes",
            "What is free on the disk of the data folder.",
            () -> free(folder)));
  }

  private static long bytes(Database database, String pages) {
    return pragma(database, pages) * pragma(database, "page_size");
  }

  private static long pragma(Database database, String name) {
    return database.first("PRAGMA " + name, row -> row.getLong(1)).orElse(0L);
  }

  private static long log(Database database) {
    try {
      return database.files().logLength();
    } catch (IOException e) {
      throw Unavailable.outOfReach("the write-ahead log cannot be read");
    }
  }

  private static long free(Path folder) {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
