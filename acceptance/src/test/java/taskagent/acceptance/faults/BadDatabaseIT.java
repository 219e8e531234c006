package taskagent.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskagent.testing.disk.Mounts;
import taskagent.testing.server.AppProcess;
import taskagent.testing.server.ServerProcess;

/** A damaged, locked, newer or read-only database is reported in one line and left unchanged. */
@Execution(ExecutionMode.CONCURRENT)
class BadDatabaseIT {

  private static final long SEED = Long.getLong("taskagent.seed", System.nanoTime());
  private static final int PAGE = 4096;
  private static final String FILE = "taskagent.db";

  @TempDir static Path good;
  private static final AcknowledgedTasks TASKS = new AcknowledgedTasks();

  private static final AtomicInteger SERVED = new AtomicInteger();

  @TempDir Path data;
  private Path file;

  @BeforeAll
  static void fill() throws IOException {
    try (var server = ServerProcess.start(good, List.of())) {
      TASKS.request(server, 60);
      assertThat(server.post("/chat/ada", "{\"content\": \"Hello\"}").status()).isEqualTo(200);
      TASKS.checkKept(server);
      assertThat(server.stop()).isZero();
    }
    assertThat(good.resolve(FILE + "-wal"))
        .as("the write-ahead log, after an orderly shutdown")
        .doesNotExist();
  }

  @AfterAll
  static void someAnswersWereRight() {
    System.out.printf("damaged pages: %d answers were right, and none was wrong%n", SERVED.get());
    assertThat(SERVED.get())
        .as("answers from damaged databases")
        .isGreaterThan(TASKS.tasks().size());
  }

  @BeforeEach
  void copy() throws IOException {
    file = Files.copy(good.resolve(FILE), data.resolve(FILE));
  }

  private AppProcess.Result serve() {
    return AppProcess.run("serve", "--port", "0", "--data", data.toString());
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file);
  }

  @Test
  void reportsAFileOfRandomBytes() throws IOException {
    var bytes = new byte[100_000];
    new Random(SEED).nextBytes(bytes);
    Files.write(file, bytes);
    ExitAssertions.failed(serve(), file.toString(), "corrupt");
    assertThat(file).hasBinaryContent(bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 100, PAGE, 3 * PAGE, 20_000})
  void reportsATruncatedDatabase(int length) throws IOException {
    try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
      channel.truncate(length);
    }
    ExitAssertions.failed(serve(), file.toString(), "corrupt");
    assertThat(file).hasSize(length);
  }

  /** Either the start fails and reports it, or a request for what was lost is answered with 500. */
  @ParameterizedTest
  @ValueSource(ints = {0, 5, 10, 15, 20, 30, 40, 60, 80, 95})
  void neverServesADamagedPage(int percent) throws IOException {
    long pages = Files.size(file) / PAGE;
    damage(pages * percent / 100);
    try (var server = ServerProcess.start(data, List.of())) {
      checkAnswers(server);
      assertThat(server.stop()).isZero();
      ExitAssertions.noStackTrace(server.err());
    } catch (IllegalStateException e) { // it did not start
      ExitAssertions.failed(serve(), data.toString(), "corrupt");
    }
  }

  @Test
  void aDocumentThatCannotBeReadHasOneAnswer() throws IOException, SQLException {
    var task = TASKS.tasks().getFirst();
    try (var connection = connect();
        var update = connection.prepareStatement("UPDATE task SET doc = '{}' WHERE id = ?")) {
      update.setString(1, task.toString());
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
    try (var server = ServerProcess.start(data, List.of())) {
      ProblemAssertions.check(server.get("/tasks/" + task), 500);
      ProblemAssertions.check(server.post("/tasks/" + task + "/start", "{}"), 500);
      ProblemAssertions.check(
          server.post("/tasks/" + task + "/assign", "{\"assignee\": \"bob\"}"), 500);
      assertThat(server.get("/tasks/" + TASKS.tasks().getLast()).status()).isEqualTo(200);
      assertThat(server.get("/health/ready").status()).isEqualTo(200);
      assertThat(server.stop()).isZero();
      ExitAssertions.noStackTrace(server.err());
    }
  }

  private void damage(long page) throws IOException {
    System.out.printf("-Dtaskagent.seed=%d, page %d of %s%n", SEED, page, FILE);
    var bytes = new byte[PAGE];
    new Random(SEED + page).nextBytes(bytes);
    try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
      channel.position(page * PAGE);
      channel.write(ByteBuffer.wrap(bytes));
    }
  }

  /** Checks that no acknowledged task is denied, and that each answer is right. */
  private static void checkAnswers(ServerProcess server) throws IOException {
    for (var task : TASKS.tasks()) {
      var found = server.get("/tasks/" + task);
      if (found.status() == 200) {
        assertThat(found.json().path("status").asText()).isEqualTo("assigned");
        assertThat(found.json().path("version").asInt()).isEqualTo(3);
        SERVED.incrementAndGet();
      } else {
        ProblemAssertions.check(found, 500);
      }
      var workflow = server.get("/workflows/task-workflow-" + task);
      if (workflow.status() == 200) {
        assertThat(workflow.json().path("result").path("status").asText()).isEqualTo("completed");
      } else {
        ProblemAssertions.check(workflow, 500);
      }
    }
    assertThat(server.get("/health/live").status()).isEqualTo(200);
  }

  @Test
  void refusesASecondServer() throws IOException {
    try (var server = ServerProcess.start(data, List.of())) {
      ExitAssertions.failed(serve(), data.toString(), "in use by another Task Agent", "--data");
      TASKS.checkKept(server);
      assertThat(server.stop()).isZero();
    }
  }

  @Test
  void reportsADatabaseThatAnotherProcessLocks() throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");
      ExitAssertions.failed(serve(), file.toString(), "locked by another process");
    }
  }

  /** While the server runs, another process can read its database, but not write. */
  @Test
  void keepsOtherWritersOut() throws IOException, SQLException {
    try (var server = ServerProcess.start(data, List.of());
        var connection = connect();
        var statement = connection.createStatement()) {
      TASKS.checkKept(server);
      assertThatThrownBy(() -> statement.execute("BEGIN IMMEDIATE"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("SQLITE_BUSY");
      try (var rows = statement.executeQuery("SELECT count(*) FROM task")) {
        assertThat(rows.getInt(1)).isEqualTo(TASKS.tasks().size());
      }
      assertThat(server.post("/chat/ada", "{\"content\": \"Hello\"}").status()).isEqualTo(200);
      assertThat(server.get("/health/ready").status()).isEqualTo(200);
      assertThat(server.stop()).isZero();
    }
  }

  @Test
  void leavesANewerDatabaseUnchanged() throws IOException, SQLException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(
          """
          INSERT INTO flyway_schema_history
              (installed_rank, version, description, type, script, checksum, installed_by,
               installed_on, execution_time, success)
          SELECT 99, '99', 'later', 'SQL', 'V99__later.sql', 1, installed_by, installed_on, 1, 1
          FROM flyway_schema_history LIMIT 1""");
    }
    var before = Files.readAllBytes(file);
    ExitAssertions.failed(serve(), file.toString(), "newer", "--data");
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void reportsAReadOnlyFolder() throws IOException {
    try (var _ = Mounts.readOnly(data)) {
      ExitAssertions.failed(serve(), data.toString(), "cannot be written", "--data");
    }
  }

  @Test
  void reportsAReadOnlyFile() throws IOException {
    try (var _ = Mounts.readOnly(file)) {
      ExitAssertions.failed(serve(), data.toString(), "read-only");
    }
  }
}
