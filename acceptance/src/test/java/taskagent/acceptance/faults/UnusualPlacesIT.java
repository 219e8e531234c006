package taskagent.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import taskagent.testing.disk.Mounts;
import taskagent.testing.server.AppProcess;
import taskagent.testing.server.ServerProcess;

/** Folders from which nothing can be run or that are full, and locales without other letters. */
@Execution(ExecutionMode.CONCURRENT)
class UnusualPlacesIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  private static Map<String, String> options(Path temporary, Path home) {
    return Map.of(
        "TASKAGENT_JAVA_OPTS", "-Djava.io.tmpdir=%s -Duser.home=%s".formatted(temporary, home));
  }

  private static void assertServes(Path data, Map<String, String> environment) throws IOException {
    var tasks = new AcknowledgedTasks();
    try (var server = ServerProcess.start(data, List.of(), environment)) {
      tasks.request(server, 3);
      tasks.checkKept(server);
      ExitAssertions.noStackTrace(server.err());
      assertThat(server.stop()).isZero();
    }
  }

  @Test
  void servesFromAFolderThatIsMountedNoexec() throws IOException {
    var data = folder.resolve("data");
    try (var _ = Mounts.noexec(data)) {
      assertServes(data, Map.of());
    }
  }

  @Test
  void servesWithATemporaryFolderThatIsMountedNoexec() throws IOException {
    var temporary = folder.resolve("tmp");
    try (var _ = Mounts.noexec(temporary)) {
      assertServes(folder.resolve("data"), options(temporary, folder));
    }
  }

  @Test
  void servesFromANoexecFolderWithATemporaryFolderThatIsFull() throws IOException {
    var data = folder.resolve("data");
    var temporary = folder.resolve("tmp");
    try (var _ = Mounts.noexec(data);
        var _ = Mounts.small(temporary, 1)) {
      Files.write(temporary.resolve("filler"), new byte[1 << 20]);
      assertServes(data, options(temporary, folder));
    }
  }

  @Test
  void saysWhatToDoIfNothingCanBeRunAnywhere() throws IOException {
    var all = folder.resolve("all");
    try (var _ = Mounts.noexec(all)) {
      var data = all.resolve("data");
      ExitAssertions.failed(
          AppProcess.run(
              PATIENCE, options(all, all), "serve", "--port", "0", "--data", data.toString()),
          "noexec",
          data.toString(),
          "-Dorg.sqlite.tmpdir=FOLDER",
          "TASKAGENT_JAVA_OPTS");

      var elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
      var named =
          options(all, all).get("TASKAGENT_JAVA_OPTS") + " -Dorg.sqlite.tmpdir=" + elsewhere;
      assertServes(data, Map.of("TASKAGENT_JAVA_OPTS", named));
    }
  }

  /** In the locale C, Java cannot express other letters than those of ASCII. */
  @Test
  void saysWhatToDoAboutANameThatTheLocaleCannotExpress() throws IOException {
    var settings = folder.resolve("settings.yaml");
    Files.writeString(settings, "data: " + folder.resolve("d\u00e4t\u00e4") + "\n");
    ExitAssertions.usageError(
        AppProcess.run(
            PATIENCE,
            Map.of("LC_ALL", "C"),
            "serve",
            "--port",
            "0",
            "--config",
            settings.toString()),
        "--data",
        "LC_ALL=C.UTF-8",
        settings.toString());
    assertThat(folder).isDirectoryContaining("glob:**settings.yaml");

    try (var server =
        ServerProcess.start(
            Map.of("LC_ALL", "C.UTF-8"), List.of("--port", "0", "--config", settings.toString()))) {
      assertThat(server.stop()).isZero();
    }
  }

  @Test
  void ignoresTheVariablesOfAServiceWithItsName() {
    var environment =
        Map.of(
            "TASKAGENT_PORT", "tcp://10.96.0.12:8000",
            "TASKAGENT_SERVICE_HOST", "10.96.0.12",
            "TASKAGENT_SERVICE_PORT", "8000",
            "TASKAGENT_PORT_8000_TCP", "tcp://10.96.0.12:8000",
            "TASKAGENT_PORT_8000_TCP_PROTO", "tcp",
            "TASKAGENT_PORT_8000_TCP_ADDR", "10.96.0.12");
    try (var server = ServerProcess.start(folder.resolve("data"), List.of(), environment)) {
      assertThat(server.err()).contains("TASKAGENT_PORT, ", "Service", "enableServiceLinks: false");
      assertThat(server.stop()).isZero();
    }
  }
}
