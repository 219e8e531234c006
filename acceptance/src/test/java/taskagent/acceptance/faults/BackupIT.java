package taskagent.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskagent.testing.server.AppProcess;
import taskagent.testing.server.ServerProcess;

/** The commands {@code backup} and {@code restore}, while a server runs. */
class BackupIT {

  private static final String CHAT = "/chat/ada";

  @TempDir Path folder;

  private Path data;
  private Path backup;

  @BeforeEach
  void paths() {
    data = folder.resolve("data");
    backup = folder.resolve("backup.db");
  }

  private static AppProcess.Result run(String... arguments) {
    return AppProcess.run(arguments);
  }

  private static void say(ServerProcess server, String text) throws IOException {
    assertThat(server.post(CHAT, "{\"content\": \"" + text + "\"}").status()).isEqualTo(200);
  }

  private static String history(ServerProcess server) throws IOException {
    return server.get(CHAT + "/history").text();
  }

  @Test
  void aBackupOfARunningServerIsRestoredElsewhere() throws IOException {
    String saved;
    try (var server = ServerProcess.start(data, List.of())) {
      say(server, "saved");
      saved = history(server);
      var ended =
          AppProcess.run(
              Duration.ofSeconds(60),
              Map.of("TASKAGENT_DATA", data.toString(), "TASKAGENT_PORT", "1"),
              "backup",
              backup.toString());
      assertThat(ended.code()).as(ended.err()).isZero();
      assertThat(ended.out()).contains(backup.toString(), "taskagent restore");
      assertThat(ended.err()).isEmpty();
      say(server, "lost");

      var running = run("restore", backup.toString(), "--data", data.toString(), "--replace");
      ExitAssertions.failed(running, "is in use by another Task Agent");
      assertThat(history(server)).contains("saved", "lost");
      assertThat(server.stop()).isZero();
    }

    var elsewhere = folder.resolve("elsewhere");
    var ended = run("restore", backup.toString(), "--data", elsewhere.toString());
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("taskagent serve --data " + elsewhere);
    try (var server = ServerProcess.start(elsewhere, List.of())) {
      assertThat(history(server)).isEqualTo(saved);
      assertThat(server.stop()).isZero();
    }
  }

  @Test
  void aFileThatIsNoBackupIsRefusedAndNothingChanges() throws IOException {
    var other = Files.writeString(folder.resolve("notes.txt"), "not a database");
    var ended = run("restore", other.toString(), "--data", data.toString());
    ExitAssertions.failed(ended, other.toString(), "it is not a database");
    assertThat(data).doesNotExist();
  }

  @Test
  void aFolderWithoutADatabaseIsRefused() throws IOException {
    Files.createDirectory(data);
    ExitAssertions.failed(
        run("backup", backup.toString(), "--data", data.toString()), "has no database", "--data");
    assertThat(backup).doesNotExist();
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void theFileMustBeNamed() {
    ExitAssertions.usageError(run("backup"), "FILE");
    ExitAssertions.usageError(run("restore"), "FILE");
  }
}
