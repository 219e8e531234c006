package taskagent.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskagent.domain.port.Unavailable;
import taskagent.domain.task.TaskId;

/** The engine notices what others do to its files while it runs. */
class FileGuardTest {

  private static final String LOG = Database.FILE + "-wal";
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path folder;

  private final List<String> lost = new CopyOnWriteArrayList<>();
  private EmbeddedEngine engine;
  private Path file;

  @BeforeEach
  void start() {
    file = folder.resolve(Database.FILE);
    engine = PlainEngine.open(folder);
    engine.watch(lost::add);
    create("first");
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private void create(String task) {
    PlainEngine.create(engine, task, "\u00e4".repeat(10_000));
  }

  /** Nothing is acknowledged from now on, and the owner of the engine is told. */
  private void assertLost(String... reason) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(lost).singleElement().asString().contains(reason));
    assertThatThrownBy(() -> create("late")).isInstanceOf(Unavailable.class);
    await().untilAsserted(() -> assertThat(engine.readiness().notReady()).isPresent());
  }

  @Test
  void aWriteIsNotAcknowledgedOnceTheDatabaseIsDeleted() throws IOException {
    Files.delete(file);
    assertThatThrownBy(() -> create("late")).isInstanceOf(Unavailable.class);
    assertLost(Database.FILE, "deleted");
  }

  @Test
  void anIdleEngineNoticesThatItsFolderIsMoved() throws IOException {
    Files.move(folder, folder.resolveSibling(folder.getFileName() + "-moved"));
    assertLost(Database.FILE, "moved");
    Files.move(folder.resolveSibling(folder.getFileName() + "-moved"), folder);
  }

  @Test
  void theDatabaseIsReplaced() throws IOException {
    var copy = Files.copy(file, folder.resolve("copy"));
    Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    assertLost(Database.FILE, "replaced");
  }

  @Test
  void theDatabaseIsOverwrittenInPlace() throws IOException {
    var other = Files.createDirectory(folder.resolve("other"));
    PlainEngine.open(other).close();
    Files.write(file, Files.readAllBytes(other.resolve(Database.FILE)));
    assertLost(Database.FILE, "overwritten");
  }

  @Test
  void theDatabaseIsCut() throws IOException {
    try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
      channel.truncate(3 * 4096);
    }
    assertLost(Database.FILE, "cut");
  }

  @Test
  void theLockIsDeleted() throws IOException {
    Files.delete(folder.resolve(Database.LOCK));
    assertLost(Database.LOCK, "deleted");
  }

  @Test
  void whatADeletedLogHadIsNotLost() throws IOException {
    create("second");
    Files.delete(folder.resolve(LOG));
    assertLost(LOG); // deleted, or replaced if SQLite has made another one meanwhile

    var copy = Files.createDirectory(folder.resolve("copy"));
    for (var name : List.of(Database.FILE, Database.FILE + LogMarker.SUFFIX)) {
      Files.copy(folder.resolve(name), copy.resolve(name));
    }
    try (var again = PlainEngine.open(copy)) {
      assertThat(again.tasks().find(new TaskId("first"))).isPresent();
      assertThat(again.tasks().find(new TaskId("second"))).isPresent();
    }
  }

  @Test
  void aLongLogIsReported() throws SQLException {
    var warnings = new CopyOnWriteArrayList<String>();
    var handler = recording(warnings);
    var logger = Logger.getLogger(FileGuard.class.getName());
    logger.addHandler(handler);
    try (var reader = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = reader.createStatement()) {
      statement.execute("BEGIN");
      statement.executeQuery("SELECT count(*) FROM task").close();
      var number = new AtomicInteger();
      await()
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofMillis(1))
          .until(
              () -> {
                create("filler-" + number.incrementAndGet());
                return logBytes() > (130L << 20);
              });
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(warnings).singleElement().asString().contains("write-ahead log"));
    } finally {
      logger.removeHandler(handler);
    }
    assertThat(lost).isEmpty();
  }

  private long logBytes() {
    return engine.metrics().stream()
        .filter(metric -> metric.name().equals("taskagent_database_log_bytes"))
        .findFirst()
        .orElseThrow()
        .samples()
        .getFirst()
        .value()
        .getAsLong();
  }

  private static Handler recording(List<String> messages) {
    return new Handler() {
      @Override
      public void publish(LogRecord entry) {
        messages.add(entry.getMessage());
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
