package taskagent.dapr.actor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskagent.dapr.DaprUnderTest;
import taskagent.domain.contract.ScriptedOutside;

/** The lesson's own client, in Python, as another app with a sidecar of its own. */
@Tag("docker")
final class LessonClientIT {

  private static final String APP_ID = "lesson-client";

  /** Includes the installation of the SDK. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir Path folder;

  @Test
  void theLessonsCallsGetTheLessonsAnswers() throws IOException, InterruptedException {
    DaprUnderTest.open(ScriptedOutside.with(Clock.systemUTC()));
    int port = DaprUnderTest.cluster().startCallingSidecar(APP_ID);
    try {
      var said = folder.resolve("said").toFile();
      var command =
          new ProcessBuilder(
                  "src/test/python/lesson-client",
                  "lesson-" + UUID.randomUUID(),
                  "lesson-" + UUID.randomUUID())
              .redirectErrorStream(true)
              .redirectOutput(said);
      command.environment().put("DAPR_HTTP_PORT", Integer.toString(port));
      var client = command.start();
      boolean ended = client.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      client.destroyForcibly();

      var output = Files.readString(said.toPath());
      System.out.println(output);
      assertThat(ended).as(output).isTrue();
      assertThat(client.exitValue()).as(output).isZero();
    } finally {
      DaprUnderTest.cluster().stop("daprd-" + APP_ID, Duration.ofSeconds(10));
    }
  }
}
