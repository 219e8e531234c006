package taskagent.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskagent.domain.port.Workflows;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.task.TaskId;

class EmbeddedBackupTest {

  private static final int BYTES_OF_A_PAGE = 4096;

  @TempDir Path temporary;
  private Path data;
  private Path backup;
  private Path target;

  @BeforeEach
  void paths() {
    data = temporary.resolve("data");
    backup = temporary.resolve("backup.db");
    target = temporary.resolve("target");
  }

  @Test
  void aBackupOfARunningServerHasEverythingThatItAcknowledged() {
    try (var engine = PlainEngine.open(data)) {
      start(engine, "before");
      assertThat(EmbeddedBackup.backup(data, backup)).isEqualTo(backup.toFile().length());
      start(engine, "after");
    }

    assertThat(EmbeddedBackup.restore(backup, target, false)).isEmpty();

    try (var restored = PlainEngine.open(target)) {
      assertThat(completed(restored, "before")).isTrue();
      assertThat(restored.tasks().find(new TaskId("after"))).isEmpty();
      start(restored, "after"); // it can be written
    }
  }

  @Test
  void aBackupUnderWriteLoadHasEveryWriteThatWasAcknowledgedBeforeItBegan() throws Exception {
    var acknowledged = new ConcurrentLinkedQueue<String>();
    var stop = new AtomicBoolean();
    List<String> before;
    int during;
    try (var engine = PlainEngine.open(data);
        var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int client = 0; client < 8; client++) {
        var name = "task-" + client + "-";
        clients.execute(
            () -> {
              for (int i = 0; !stop.get(); i++) {
                start(engine, name + i);
                acknowledged.add(name + i);
              }
            });
      }
      await().until(() -> acknowledged.size() > 100);
      before = List.copyOf(acknowledged);
      EmbeddedBackup.backup(data, backup);
      during = acknowledged.size() - before.size();
      stop.set(true);
    }
    assertThat(during).as("writes while the backup was made").isPositive();

    EmbeddedBackup.restore(backup, target, false);

    try (var restored = PlainEngine.open(target)) {
      assertThat(before).allMatch(task -> completed(restored, task));
    }
  }

  @Test
  void aBackupHasWhatAKilledServerLeftInItsLog() throws IOException {
    try (var engine = PlainEngine.open(data)) {
      start(engine, "t");
      Files.createDirectories(target);
      for (var name : List.of(Database.FILE, Database.FILE + "-wal")) {
        Files.copy(data.resolve(name), target.resolve(name)); // as a kill would leave it
      }
    }

    EmbeddedBackup.backup(target, backup);

    EmbeddedBackup.restore(backup, temporary.resolve("restored"), false);
    try (var restored = PlainEngine.open(temporary.resolve("restored"))) {
      assertThat(completed(restored, "t")).isTrue();
    }
  }

  @Test
  void aBackupOverwritesNothing() throws IOException {
    PlainEngine.open(data).close();
    Files.writeString(backup, "precious");

    refusesBackup(data, backup, "exists already. Choose another name.");

    assertThat(backup).hasContent("precious");
  }

  @Test
  void aBackupNeedsADatabaseAndAFolder() {
    refusesBackup(data, backup, "has no database. Name the server's folder with --data.");
    assertThat(data).doesNotExist();

    PlainEngine.open(data).close();
    refusesBackup(data, temporary.resolve("no/backup.db"), "does not exist. Create it first.");
  }

  @Test
  void aDamagedDatabaseIsNotBackedUp() throws IOException {
    PlainEngine.open(data).close();
    damage(data.resolve(Database.FILE));

    refusesBackup(data, backup, "is damaged: the database file is corrupt. Restore an earlier");
  }

  @Test
  void aDatabaseOfANewerVersionIsNotBackedUp() throws SQLException {
    PlainEngine.open(data).close();
    makeNewer(data.resolve(Database.FILE));

    refusesBackup(data, backup, "Use that version for the backup.");
  }

  @Test
  void whatIsNoBackupIsNotRestored() throws Exception {
    refusesRestore(backup, "There is no file");
    refusesRestore(temporary, "There is no file");
    Files.createFile(backup);
    refusesRestore(backup, "it is not a database. Name a file that backup has made.");
    Files.writeString(backup, "SQLite format 4\0" + "but this is a text ".repeat(1000));
    refusesRestore(backup, "it is not a database. Name a file that backup has made.");

    var foreign = temporary.resolve("foreign.db");
    execute(foreign, "CREATE TABLE task (id TEXT)");
    refusesRestore(foreign, "it is the database of another program.");
  }

  @Test
  void aDamagedBackupIsNotRestored() throws IOException {
    backup();
    var whole = Files.readAllBytes(backup);
    damage(backup);
    refusesRestore(backup, "the database file is corrupt. Name a file that backup has made.");

    Files.write(backup, Arrays.copyOf(whole, whole.length - BYTES_OF_A_PAGE));
    refusesRestore(backup, "the database file is corrupt. Name a file that backup has made.");

    Files.write(backup, Arrays.copyOf(whole, 15));
    refusesRestore(backup, "it is not a database. Name a file that backup has made.");
  }

  @Test
  void aBackupOfANewerVersionIsNotRestored() throws SQLException {
    backup();
    makeNewer(backup);

    refusesRestore(backup, "probably a newer one. Restore it with that version.");
  }

  @Test
  void aBackupOfAnotherHistoryIsNotRestored() throws SQLException {
    backup();
    execute(backup, "UPDATE flyway_schema_history SET checksum = 1 WHERE version = '1'");

    refusesRestore(backup, "probably a newer one. Restore it with that version.");
  }

  @Test
  void aServersDatabaseIsNoBackup() throws IOException {
    PlainEngine.open(data).close();
    Files.copy(data.resolve(Database.FILE), backup);

    refusesRestore(backup, "it is a server's database, and its latest changes may be missing.");
  }

  @Test
  void nothingIsRestoredOntoARunningServer() {
    backup();
    try (var running = PlainEngine.open(target)) {
      start(running, "theirs");

      assertThatThrownBy(() -> EmbeddedBackup.restore(backup, target, true))
          .isInstanceOf(BackupFailed.class)
          .hasMessageContaining("is in use by another Task Agent. Stop it, or choose another");

      start(running, "more of theirs");
    }
    try (var running = PlainEngine.open(target)) {
      assertThat(completed(running, "theirs")).isTrue();
      assertThat(completed(running, "more of theirs")).isTrue();
      assertThat(running.tasks().find(new TaskId("ours"))).isEmpty();
    }
  }

  @Test
  void aDatabaseIsReplacedOnlyIfToldToAndIsKept() throws IOException {
    backup();
    try (var old = PlainEngine.open(target)) {
      start(old, "theirs");
    }
    refusesRestore(backup, "has a database already. Choose another folder");
    var view = Files.createFile(target.resolve("view.db")); // the lists of the old database

    var replaced = EmbeddedBackup.restore(backup, target, true).orElseThrow();

    assertThat(replaced.getParent()).isEqualTo(target);
    assertThat(replaced.getFileName().toString()).startsWith("replaced-2");
    assertThat(view).doesNotExist();
    try (var restored = PlainEngine.open(target);
        var old = PlainEngine.open(replaced)) {
      assertThat(completed(restored, "ours")).isTrue();
      assertThat(restored.tasks().find(new TaskId("theirs"))).isEmpty();
      assertThat(completed(old, "theirs")).isTrue();
      assertThat(old.tasks().find(new TaskId("ours"))).isEmpty();
    }
  }

  @Test
  void aReplacedDatabaseKeepsWhatAKilledServerLeftInItsLog() throws IOException {
    backup();
    try (var engine = PlainEngine.open(data)) {
      start(engine, "theirs");
      Files.createDirectories(target);
      for (var name : List.of(Database.FILE, Database.FILE + "-wal")) {
        Files.copy(data.resolve(name), target.resolve(name)); // as a kill would leave it
      }
    }

    var replaced = EmbeddedBackup.restore(backup, target, true).orElseThrow();

    try (var restored = PlainEngine.open(target);
        var old = PlainEngine.open(replaced)) {
      assertThat(restored.tasks().find(new TaskId("theirs"))).isEmpty();
      assertThat(completed(old, "theirs")).isTrue();
    }
  }

  @Test
  void anInterruptedRestoreIsCompletedAtTheNextStart() throws IOException {
    backup();
    try (var old = PlainEngine.open(target)) {
      start(old, "theirs");
    }
    // The process died when the backup was in the folder.
    Files.copy(backup, target.resolve(Restore.READY));

    try (var restored = PlainEngine.open(target)) {
      assertThat(completed(restored, "ours")).isTrue();
      assertThat(restored.tasks().find(new TaskId("theirs"))).isEmpty();
    }
    assertThat(target.resolve(Restore.READY)).doesNotExist();
    try (var files = Files.list(target)) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith("replaced-")))
          .singleElement()
          .satisfies(folder -> assertThat(folder.resolve(Database.FILE)).exists());
    }
  }

  /** A backup of a server with one task. */
  private void backup() {
    try (var engine = PlainEngine.open(temporary.resolve("source"))) {
      start(engine, "ours");
    }
    EmbeddedBackup.backup(temporary.resolve("source"), backup);
  }

  private void refusesBackup(Path folder, Path file, String reason) {
    var before = content(temporary);
    assertThatThrownBy(() -> EmbeddedBackup.backup(folder, file))
        .isInstanceOf(BackupFailed.class)
        .hasMessageContaining(reason);
    assertThat(content(temporary)).isEqualTo(before);
  }

  private void refusesRestore(Path file, String reason) {
    var before = content(temporary);
    assertThatThrownBy(() -> EmbeddedBackup.restore(file, target, false))
        .isInstanceOf(BackupFailed.class)
        .hasMessageContaining(reason);
    assertThat(content(temporary)).isEqualTo(before);
  }

  /** Every file and its content; SQLite may keep its index of an empty log. */
  private static Map<String, String> content(Path folder) {
    var content = new TreeMap<String, String>();
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var name = file.toString();
        if (!name.endsWith("-shm") && !(name.endsWith("-wal") && Files.size(file) == 0)) {
          content.put(name, Arrays.toString(Files.readAllBytes(file)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return content;
  }

  private static void start(EmbeddedEngine engine, String task) {
    var request =
        new TaskRequest(
            new TaskId(task.replace(' ', '-')), "A fine title", "A fine description", "ada", 3600);
    assertThat(engine.workflows().start(request)).isInstanceOf(Workflows.Started.Accepted.class);
  }

  private static boolean completed(EmbeddedEngine engine, String task) {
    var id = new TaskId(task.replace(' ', '-'));
    return engine
            .workflows()
            .await(WorkflowId.of(id), Duration.ofSeconds(20))
            .map(Workflow::status)
            .filter(status -> status == Workflow.Status.COMPLETED)
            .isPresent()
        && engine.tasks().find(id).isPresent();
  }

  /** Overwrites the second page, which is the root of a table or an index. */
  private static void damage(Path file) throws IOException {
    try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
      channel.position(2 * BYTES_OF_A_PAGE); // the second page only helps to shrink the file
      channel.write(ByteBuffer.wrap(new byte[BYTES_OF_A_PAGE]));
    }
  }

  private static void makeNewer(Path file) throws SQLException {
    execute(
        file,
        "INSERT INTO flyway_schema_history SELECT 99, '99', 'later', type, 'V99__later.sql', 1,"
            + " installed_by, installed_on, execution_time, success FROM flyway_schema_history"
            + " WHERE version = '1'");
  }

  private static void execute(Path file, String sql) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }
}
