package taskagent.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import taskagent.testing.server.AppProcess;
import taskagent.testing.server.ServerProcess;

/** The data folder disappears, or an older database is put into it (docs/embedded.md). */
@Execution(ExecutionMode.CONCURRENT)
class LostFilesIT {

  private static final String FILE = "taskagent.db";

  @TempDir Path folder;

  @Test
  void aServerWhoseFolderIsDeletedAcknowledgesNothingAndEnds() throws IOException {
    var data = folder.resolve("data");
    try (var server = ServerProcess.start(data, List.of())) {
      var tasks = new AcknowledgedTasks();
      tasks.request(server, 3);
      tasks.checkKept(server); // while a saga runs, the server may create files
      delete(data);
      int status;
      try {
        status = server.get("/health/live").status() == 200 ? tasks.request(server).status() : 503;
      } catch (IOException e) { // it has ended already
        status = 503;
      }
      assertThat(status).isEqualTo(503);
      assertThat(server.exitCode()).isEqualTo(1);
      assertThat(server.err())
          .contains("SEVERE", FILE, "was deleted or moved", "taskagent: " + data.resolve(FILE));
      ExitAssertions.noStackTrace(server.err());
    }
  }

  @Test
  void anOlderDatabaseBesideTheLogOfAKilledServerIsRefused() throws IOException {
    var tasks = new AcknowledgedTasks();
    try (var server = ServerProcess.start(folder, List.of())) {
      tasks.request(server, 20);
      assertThat(server.stop()).isZero();
    }
    var older = Files.readAllBytes(folder.resolve(FILE));
    try (var server = ServerProcess.start(folder, List.of())) {
      tasks.request(server, 20);
      server.kill();
    }
    var right = Files.readAllBytes(folder.resolve(FILE));
    Files.write(folder.resolve(FILE), older);
    ExitAssertions.failed(
        AppProcess.run("serve", "--port", "0", "--data", folder.toString()),
        folder.resolve(FILE).toString(),
        "do not belong together");

    Files.write(folder.resolve(FILE), right);
    try (var server = ServerProcess.start(folder, List.of())) {
      tasks.checkKept(server);
      assertThat(server.err()).contains("did not end in order");
      assertThat(server.stop()).isZero();
    }
  }

  /** A program that ends would delete the log if it believed that nobody else has the database. */
  @Test
  void aProgramThatReadsTheDatabaseChangesNothing() throws Exception {
    try (var server = ServerProcess.start(folder, List.of())) {
      var tasks = new AcknowledgedTasks();
      tasks.request(server, 10);
      Awaitility.await()
          .pollInterval(Duration.ofMillis(50))
          .during(Duration.ofSeconds(3)) // the server looks at its files each second
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                read(folder.resolve(FILE));
                return Files.size(folder.resolve(FILE + "-wal")) > 0;
              });
      tasks.request(server, 10);
      tasks.checkKept(server);
      assertThat(server.stop()).isZero();
    }
  }

  private static void read(Path file) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.executeQuery("SELECT count(*) FROM task").close();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
