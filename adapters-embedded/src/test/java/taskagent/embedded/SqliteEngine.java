package taskagent.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.function.UnaryOperator;
import taskagent.domain.audit.AuditLog;
import taskagent.domain.bulk.BulkSets;
import taskagent.domain.bulk.Bulks;
import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.ManualClock;
import taskagent.domain.contract.OtherKinds;
import taskagent.domain.contract.ScriptedOutside;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.Retention;
import taskagent.domain.engine.Runs;
import taskagent.domain.port.Activity;
import taskagent.domain.port.Conversations;
import taskagent.domain.port.Tasks;
import taskagent.domain.port.Workflows;
import taskagent.domain.run.Codec;
import taskagent.domain.run.InputRun;
import taskagent.domain.view.Changes;
import taskagent.json.InputRunJson;
import taskagent.json.RunJson;

/** The embedded engine for the contracts, in a folder of its own. */
final class SqliteEngine implements EngineUnderTest {

  /** Writes the inputs of the kinds that only tests have as JSON. */
  static final OtherKinds.Codecs CODECS =
      new OtherKinds.Codecs() {
        @Override
        public <I> Codec<InputRun<I>> of(Codec<I> input) {
          return new InputRunJson<>(input);
        }
      };

  /** An empty database, because migrations take longer than most tests. */
  private static final byte[] EMPTY = empty();

  private final ScriptedOutside outside;
  private final Path folder;
  private EmbeddedEngine engine;

  private SqliteEngine(ScriptedOutside outside, Path folder) {
    this.outside = outside;
    this.folder = folder;
    this.engine = open(outside, folder);
  }

  static EngineUnderTest open(ScriptedOutside outside) {
    try {
      var folder = Files.createTempDirectory("taskagent-contract");
      Files.write(folder.resolve(Database.FILE), EMPTY);
      return new SqliteEngine(outside, folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EmbeddedEngine open(ScriptedOutside outside, Path folder) {
    return EmbeddedEngine.open(
        Database.reopen(folder, UnaryOperator.identity()),
        new EmbeddedSettings(folder, 10, Retention.DEFAULT),
        outside.clock(),
        OtherKinds.addTo(Kinds.ofTasks(RunJson.CODEC, outside.notifier()), CODECS, () -> outside),
        outside.responder(),
        outside.publisher(),
        Activity.none(),
        Threads.OWN);
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
  public Runs<?> runs() {
    return engine.runs();
  }

  @Override
  public Bulks bulks() {
    return engine.bulks();
  }

  @Override
  public BulkSets bulkSets() {
    return engine.bulkSets();
  }

  @Override
  public AuditLog audit() {
    return engine.audit();
  }

  @Override
  public Changes changes() {
    return engine.changes();
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
    delete(folder);
  }

  private static byte[] empty() {
    try {
      var folder = Files.createTempDirectory("taskagent-empty");
      CrashableEngine.make(folder);
      var database = Files.readAllBytes(folder.resolve(Database.FILE));
      delete(folder);
      return database;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
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
