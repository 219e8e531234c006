package taskagent.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import taskagent.acceptance.server.Server;

/** The packaged server on the embedded engine, in a process of its own; dying is SIGKILL. */
final class EmbeddedWorld implements World {

  /** With this many failures, one more scenario could make half of the last 20 calls fail. */
  private static final int FAILURES_AT_MOST = 5;

  private final Outside outside;
  private final Path data;
  private final List<String> settings;
  private final List<String> complaints = new ArrayList<>();
  private Server server;
  private long failuresAtStart;

  EmbeddedWorld(Outside outside) {
    this.outside = outside;
    this.data = folder();
    settings =
        List.of(
            "--notify-channel=webhook",
            "--notify-webhook-url=" + outside.notificationsAddress(),
            "--events-webhook-url=" + outside.eventsAddress());
    server = start();
  }

  private static Path folder() {
    try {
      var worlds = Files.createDirectories(Path.of("target/worlds").toAbsolutePath());
      return Files.createTempDirectory(worlds, "embedded-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Server start() {
    failuresAtStart = outside.failed("");
    return Server.start(data, settings);
  }

  @Override
  public String engine() {
    return "embedded";
  }

  @Override
  public String address() {
    return server.address();
  }

  @Override
  public void crash() {
    crash(Duration.ZERO);
  }

  @Override
  public void crash(Duration down) {
    server.kill();
    complain();
    Waiting.pass(down);
    server = start();
  }

  /** This engine holds nothing in memory but while it works; a restart is the strongest form. */
  @Override
  public void deactivate(String taskId) {
    stop();
    server = start();
  }

  @Override
  public void calmDown() {
    if (outside.failed("") - failuresAtStart > FAILURES_AT_MOST) {
      stop();
      server = start();
    }
  }

  @Override
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  @Override
  public void close() {
    stop();
  }

  private void stop() {
    assertThat(server.stop()).as("exit code of an orderly end").isZero();
    complain();
  }

  private void complain() {
    server.err().lines().filter(EmbeddedWorld::isError).forEach(complaints::add);
  }

  private static boolean isError(String line) {
    return line.contains(" SEVERE ") || line.contains(" ERROR ") || line.contains("Exception");
  }
}
