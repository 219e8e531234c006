package taskagent.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import taskagent.testing.server.ServerProcess;

/** The packaged server on the embedded engine, in a process of its own. A crash is SIGKILL. */
final class EmbeddedWorld implements World {

  private final Receivers receivers;
  private final Path data;
  private final List<String> settings;
  private final List<String> errors = new ArrayList<>();
  private ServerProcess server;

  EmbeddedWorld(Receivers receivers) {
    this.receivers = receivers;
    this.data = folder();
    settings =
        List.of(
            "--notify-channel=webhook",
            "--notify-webhook-url=" + receivers.notificationsAddress(),
            "--events-webhook-url=" + receivers.eventsAddress(),
            "--events-give-up-after=8s");
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

  private ServerProcess start() {
    return ServerProcess.start(data, settings);
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
  public void crash(Instant downUntil) {
    server.kill();
    receivers.agentDied();
    collectErrors();
    Waiting.pass(Duration.between(Instant.now(), downUntil));
    server = start();
  }

  /** A restart, because this engine holds nothing in memory except while it works. */
  @Override
  public void deactivate() {
    stop();
    server = start();
  }

  @Override
  public boolean deactivatesByRestart() {
    return true;
  }

  @Override
  public List<String> errors() {
    var all = new ArrayList<>(errors);
    errorsOf(server).forEach(all::add);
    return all;
  }

  @Override
  public void close() {
    stop();
  }

  private void stop() {
    assertThat(server.stop()).as("exit code of a graceful shutdown").isZero();
    collectErrors();
  }

  private void collectErrors() {
    errorsOf(server).forEach(errors::add);
  }

  private static Stream<String> errorsOf(ServerProcess server) {
    return server.err().lines().filter(EmbeddedWorld::isError);
  }

  private static boolean isError(String line) {
    return line.contains(" SEVERE ") || line.contains(" ERROR ") || line.contains("Exception");
  }
}
