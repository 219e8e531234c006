package taskagent.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.ManualClock;
import taskagent.domain.contract.Outside;
import taskagent.domain.port.Conversations;
import taskagent.domain.port.Tasks;
import taskagent.domain.port.Workflows;

/** The embedded engine as the contracts see it, in a folder of its own. */
final class SqliteEngine implements EngineUnderTest {

  private final Outside outside;
  private final Path folder;
  private EmbeddedEngine engine;

  private SqliteEngine(Outside outside, Path folder) {
    this.outside = outside;
    this.folder = folder;
    this.engine = open(outside, folder);
  }

  static EngineUnderTest open(Outside outside) {
    try {
      return new SqliteEngine(outside, Files.createTempDirectory("taskagent-contract"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EmbeddedEngine open(Outside outside, Path folder) {
    return EmbeddedEngine.open(
        new EmbeddedSettings(folder, 10),
        outside.clock(),
        outside.notifier(),
        outside.responder(),
        outside.publisher());
  }

  @Override
  public Tasks tasks() {
    return engine.tasks();
  }

  @Override
  public Conversations conversations() {
    return engine.conversations();
  }

  @Override
  public Workflows workflows() {
    return engine.workflows();
  }

  @Override
  public void advance(Duration by) {
    clock().advance(by);
    engine.wake();
  }

  @Override
  public void restart(Duration meanwhile) {
    engine.close(Duration.ofMillis(1));
    clock().advance(meanwhile);
    engine = open(outside, folder);
  }

  @Override
  public void close() {
    engine.close(Duration.ofMillis(1));
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ManualClock clock() {
    return (ManualClock) outside.clock();
  }
}
