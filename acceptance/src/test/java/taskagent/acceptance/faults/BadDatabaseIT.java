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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskagent.acceptance.server.Command;
import taskagent.acceptance.server.Server;

/**
 * A database that is damaged, locked, too new or read only: said in one line, and kept as it is.
 */
class BadDatabaseIT {

  private static final long SEED = Long.getLong("taskagent.seed", System.nanoTime());
  private static final int PAGE = 4096;
  private static final String FILE = "taskagent.db";

  @TempDir static Path good;
  private static final Promises PROMISES = new Promises();

  private static int served;

  @TempDir Path data;
  private Path file;

  @BeforeAll
  static void fill() throws IOException {
    try (var server = Server.start(good, List.of())) {
      PROMISES.ask(server, 60);
      assertThat(server.post("/chat/ada", "{\"content\": \"Hello\"}").status()).isEqualTo(200);
      PROMISES.checkKept(server);
      assertThat(server.stop()).isZero();
    }
    assertThat(good.resolve(FILE + "-wal")).as("all of it is in the one file").doesNotExist();
  }

  @AfterAll
  static void someWasServed() {
    System.out.printf("damaged pages: %d answers were right, and none was wrong%n", served);
    assertThat(served).as("answers from damaged databases").isGreaterThan(PROMISES.tasks().size());
  }

  @BeforeEach
  void copy() throws IOException {
    file = Files.copy(good.resolve(FILE), data.resolve(FILE));
  }

  private Command.Ended serve() {
    return Command.run("serve", "--port", "0", "--data", data.toString());
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file);
  }

  @Test
  void randomBytesAreNoDatabase() throws IOException {
    var bytes = new byte[100_000];
    new Random(SEED).nextBytes(bytes);
    Files.write(file, bytes);
    Outcome.cannot(serve(), file.toString(), "corrupt");
    assertThat(file).hasBinaryContent(bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 100, PAGE, 3 * PAGE, 20_000})
  void aTruncatedDatabaseIsSaid(int length) throws IOException {
    try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
      channel.truncate(length);
    }
    Outcome.cannot(serve(), file.toString(), "corrupt");
    assertThat(file).hasSize(length);
  }

  /** Wherever the damage is: either the start says so, or what was lost is answered with 503. */
  @ParameterizedTest
  @ValueSource(ints = {0, 5, 10, 15, 20, 30, 40, 60, 80, 95})
  void aDamagedPageIsNeverServed(int percent) throws IOException {
    long pages = Files.size(file) / PAGE;
    damage(pages * percent / 100);
    try (var server = Server.start(data, List.of())) {
      checkHonest(server);
      assertThat(server.stop()).isZero();
      Outcome.noTrace(server.err());
    } catch (IllegalStateException e) { // it did not start
      Outcome.cannot(serve(), data.toString(), "corrupt");
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

  /** Nothing that was promised is denied; what is answered is what it was. */
  private static void checkHonest(Server server) throws IOException {
    for (var task : PROMISES.tasks()) {
      var found = server.get("/tasks/" + task);
      if (found.status() == 200) {
        assertThat(found.json().path("status").asText()).isEqualTo("assigned");
        assertThat(found.json().path("version").asInt()).isEqualTo(3);
        served++;
      } else {
        Problems.check(found, 503);
      }
      var workflow = server.get("/workflows/task-workflow-" + task);
      if (workflow.status() == 200) {
        assertThat(workflow.json().path("result").path("status").asText()).isEqualTo("completed");
      } else {
        Problems.check(workflow, 503);
      }
    }
    assertThat(server.get("/health/live").status()).isEqualTo(200);
  }

  @Test
  void aSecondServerIsToldToGoElsewhere() throws IOException {
    try (var server = Server.start(data, List.of())) {
      Outcome.cannot(serve(), data.toString(), "in use by another Task Agent", "--data");
      PROMISES.checkKept(server);
      assertThat(server.stop()).isZero();
    }
  }

  @Test
  void aDatabaseThatSomebodyElseHoldsIsSaid() throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");
      Outcome.cannot(serve(), file.toString(), "locked by another process");
    }
  }

  /** While the server runs, somebody else can read its database, but never write. */
  @Test
  void aForeignWriterIsKeptOut() throws IOException, SQLException {
    try (var server = Server.start(data, List.of());
        var connection = connect();
        var statement = connection.createStatement()) {
      PROMISES.checkKept(server);
      assertThatThrownBy(() -> statement.execute("BEGIN IMMEDIATE"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("SQLITE_BUSY");
      try (var rows = statement.executeQuery("SELECT count(*) FROM task")) {
        assertThat(rows.getInt(1)).isEqualTo(PROMISES.tasks().size());
      }
      assertThat(server.post("/chat/ada", "{\"content\": \"Hello\"}").status()).isEqualTo(200);
      assertThat(server.get("/health/ready").status()).isEqualTo(200);
      assertThat(server.stop()).isZero();
    }
  }

  @Test
  void aNewerDatabaseIsNotTouched() throws IOException, SQLException {
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
    Outcome.cannot(serve(), file.toString(), "newer", "--data");
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void aReadOnlyFolderIsSaid() throws IOException {
    try (var _ = Mounts.readOnly(data)) {
      Outcome.cannot(serve(), data.toString(), "cannot be written", "--data");
    }
  }

  @Test
  void aReadOnlyFileIsSaid() throws IOException {
    try (var _ = Mounts.readOnly(file)) {
      Outcome.cannot(serve(), data.toString(), "read-only");
    }
  }
}
