package taskagent.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskagent.domain.task.TaskId;

/** A database file and the write-ahead log of a killed server belong together, or are refused. */
class LogMarkerTest {

  private static final String LOG = Database.FILE + "-wal";
  private static final String MARKER = Database.FILE + LogMarker.SUFFIX;

  /** As long as possible, so that the log grows soon. */
  private static final String DESCRIPTION = "\u00e4".repeat(10_000);

  @TempDir Path live;
  @TempDir Path killed;

  private EmbeddedEngine engine;

  @BeforeEach
  void start() {
    engine = PlainEngine.open(live);
    engine.watch(_ -> {});
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private void create(String task) {
    PlainEngine.create(engine, task, DESCRIPTION);
  }

  /** Copies what a process that is killed now leaves behind. */
  private void kill() throws IOException {
    for (var name : List.of(MARKER, Database.FILE, LOG)) {
      Files.copy(live.resolve(name), killed.resolve(name));
    }
  }

  private void assertHas(String... tasks) {
    try (var again = PlainEngine.open(killed)) {
      for (var task : tasks) {
        assertThat(again.tasks().find(new TaskId(task))).as(task).isPresent();
      }
    }
    assertThat(killed.resolve(MARKER)).as("after an orderly end").doesNotExist();
    PlainEngine.open(killed).close();
  }

  private void assertRefused(String... reason) {
    assertThatThrownBy(() -> Database.open(killed, UnaryOperator.identity()))
        .isInstanceOf(DatabaseUnusable.class)
        .hasMessageContainingAll(reason);
  }

  /** Fills the log until SQLite begins it anew. */
  private void beginLogAnew() throws IOException {
    await().until(() -> marker().length() > 0);
    var before = marker();
    var number = new AtomicInteger();
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              create("filler-" + number.incrementAndGet());
              return !marker().equals(before);
            });
  }

  private String marker() throws IOException {
    return Files.readString(live.resolve(MARKER));
  }

  private Connection connect(Path folder) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(Database.FILE));
  }

  @Test
  void theFilesOfAKilledServerAreUsed() throws IOException {
    create("first");
    kill();
    assertHas("first");
  }

  @Test
  void theFilesOfAKilledServerAreUsedAfterManyWrites() throws IOException {
    create("first");
    beginLogAnew();
    create("last");
    kill();
    assertHas("first", "last");
  }

  @Test
  void anOlderDatabaseOfAnEarlierStartIsRefused() throws IOException {
    create("first");
    close();
    var older = Files.readAllBytes(live.resolve(Database.FILE));
    start();
    create("second");
    kill();

    Files.write(killed.resolve(Database.FILE), older);
    assertRefused(Database.FILE, LOG, "do not belong together", "move the -wal file away");

    Files.move(killed.resolve(LOG), killed.resolve("kept-aside"));
    assertHas("first"); // what the message says to do helps
  }

  @Test
  void anOlderDatabaseOfTheSameStartIsRefused() throws IOException {
    create("first");
    var older = Files.readAllBytes(live.resolve(Database.FILE));
    beginLogAnew();
    create("second");
    kill();

    Files.write(killed.resolve(Database.FILE), older);
    assertRefused(Database.FILE, LOG, "do not belong together");
  }

  @Test
  void aBackupBesideTheLogOfAKilledServerIsRefused() throws IOException {
    create("first");
    EmbeddedBackup.backup(live, killed.resolve("backup"));
    create("second");
    kill();

    Files.move(
        killed.resolve("backup"),
        killed.resolve(Database.FILE),
        StandardCopyOption.REPLACE_EXISTING);
    assertRefused(Database.FILE, LOG, "do not belong together");
  }

  @Test
  void aBackupCanBeRestoredOverAKilledServersFiles() throws IOException {
    create("first");
    EmbeddedBackup.backup(live, killed.resolve("backup"));
    create("second");
    kill();

    var replaced = EmbeddedBackup.restore(killed.resolve("backup"), killed, true).orElseThrow();
    assertHas("first");
    try (var kept = PlainEngine.open(replaced)) {
      assertThat(kept.tasks().find(new TaskId("second"))).isPresent();
    }
  }

  @Test
  void aLogThatWasDeletedIsMissed() throws IOException {
    create("first");
    kill();
    Files.delete(killed.resolve(LOG));
    assertRefused(LOG, "missing", "Put it back", MARKER);

    Files.delete(killed.resolve(MARKER));
    PlainEngine.open(killed).close();
  }

  @Test
  void aDatabaseThatWasDeletedIsMissed() throws IOException {
    create("first");
    kill();
    Files.delete(killed.resolve(Database.FILE));
    assertRefused(Database.FILE, "missing", "Put it back");
  }

  /** SQLite's shell copies the log to the database when it ends, and deletes the log. */
  @Test
  void aLogThatAnotherProgramCopiedIsNotMissed() throws IOException, SQLException {
    create("first");
    kill();
    try (var connection = connect(killed);
        var statement = connection.createStatement()) {
      statement.executeQuery("SELECT count(*) FROM task").close();
    }
    assertThat(killed.resolve(LOG)).doesNotExist();
    assertHas("first");
  }

  /** Versions before this one wrote no marker. */
  @Test
  void filesWithoutAMarkerAreUsed() throws IOException {
    create("first");
    kill();
    Files.delete(killed.resolve(MARKER));
    assertHas("first");
  }

  @Test
  void aDamagedDatabaseIsNoticedAfterAnUncleanEnd() throws IOException {
    create("first");
    close();
    Files.copy(live.resolve(Database.FILE), killed.resolve(Database.FILE));
    start();
    Files.copy(live.resolve(MARKER), killed.resolve(MARKER));
    try (var file = FileChannel.open(killed.resolve(Database.FILE), StandardOpenOption.WRITE)) {
      for (long at = 4096; at < file.size(); at += 4096) {
        file.write(ByteBuffer.allocate(64), at);
      }
    }
    assertRefused("corrupt");
  }
}
