package taskagent.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import taskagent.acceptance.server.Server;

/** The packaged server on the embedded engine, in a process of its own; dying is SIGKILL. */
final class EmbeddedWorld implements World {

  private final Path data;
  private final List<String> settings;
  private Server server;

  EmbeddedWorld(Outside outside) {
    try {
      data = Files.createTempDirectory("taskagent-acceptance");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    settings =
        List.of(
            "--notify-channel=webhook",
            "--notify-webhook-url=" + outside.notificationsAddress(),
            "--events-webhook-url=" + outside.eventsAddress());
    server = Server.start(data, settings);
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
    Waiting.pass(down);
    server = Server.start(data, settings);
  }

  /** This engine holds nothing in memory but while it works; a restart is the strongest form. */
  @Override
  public void deactivate(String taskId) {
    server.stop();
    server = Server.start(data, settings);
  }

  @Override
  public void close() {
    server.stop();
  }
}
