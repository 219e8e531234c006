package taskagent.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import taskagent.domain.contract.OtherKinds;
import taskagent.domain.contract.Recorder;
import taskagent.domain.contract.Recorder.Sent;
import taskagent.domain.conversation.RuleBasedResponder;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.Retention;
import taskagent.domain.engine.Runs;
import taskagent.domain.port.Activity;
import taskagent.domain.port.Notifier;
import taskagent.json.RunJson;

/**
 * An embedded engine of the kinds that only tests have, for processes that are killed. The
 * receivers of their commands outlive the process. Aggregates keep a command in a table, in the
 * transaction of the engine. The outside keeps it in a file, before the engine learns of it.
 */
public final class KillableEngine implements AutoCloseable {

  private static final String OUTSIDE = "outside";
  private static final String SEPARATOR = "\t";

  private final Path folder;
  private final Database database;
  private final EmbeddedEngine engine;

  /** The connection of the only writer. */
  private volatile @Nullable Connection writing;

  /** A command that was kept, and when. */
  private record Kept(long nanos, Sent command) {}

  private KillableEngine(Path folder) {
    this.folder = folder;
    this.database = Database.reopen(folder, this::watched);
    var outside = new Recorder(this::keepOutside);
    this.engine =
        EmbeddedEngine.open(
            database,
            new EmbeddedSettings(folder, 10, Retention.DEFAULT),
            InstantSource.system(),
            OtherKinds.addTo(
                Kinds.ofTasks(RunJson.CODEC, _ -> new Notifier.Sent()),
                SqliteEngine.CODECS,
                () -> outside,
                () -> new Recorder(this::keepInTransaction)),
            new RuleBasedResponder(),
            _ -> {},
            Activity.none(),
            Threads.OWN);
  }

  /** Creates an empty database. */
  public static void make(Path folder) throws SQLException {
    try (var database = Database.open(folder, UnaryOperator.identity());
        var connection = database.writing().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE aggregate (nanos INTEGER, key TEXT, what TEXT) STRICT");
    }
  }

  /** Opens an engine, which continues the open runs. */
  public static KillableEngine open(Path folder) {
    return new KillableEngine(folder);
  }

  /** Returns the runs of all kinds. */
  public Runs<?> runs() {
    return engine.runs();
  }

  /** Returns what all receivers have taken, each command once, in order. */
  public Recorder taken() {
    var all = new ArrayList<>(keptOutside());
    all.addAll(keptByAggregates());
    all.sort(Comparator.comparingLong(Kept::nanos));
    return Recorder.of(all.stream().map(Kept::command).toList());
  }

  /** Returns the keys of the commands that reached the outside, one for each call. */
  public List<String> calls() {
    return keptOutside().stream().map(kept -> kept.command().key()).toList();
  }

  /** Returns the keys of the commands that aggregates carried out, one for each time. */
  public List<String> carriedOut() {
    return keptByAggregates().stream().map(kept -> kept.command().key()).toList();
  }

  @Override
  public void close() {
    engine.close(Duration.ZERO);
  }

  // ---------------------------------------------------------------- the outside

  private synchronized void keepOutside(Sent command) {
    // The monotonic clock is the same for all processes of a machine.
    var line = String.join(SEPARATOR, "" + System.nanoTime(), command.key(), command.what());
    try {
      Files.writeString(
          folder.resolve(OUTSIDE),
          line + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Kept> keptOutside() {
    try {
      return Files.readAllLines(folder.resolve(OUTSIDE)).stream()
          .map(line -> line.split(SEPARATOR, -1))
          .map(parts -> new Kept(Long.parseLong(parts[0]), new Sent(parts[1], parts[2])))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // ---------------------------------------------------------------- aggregates

  /** Writes on the connection of the transaction in which the engine calls the aggregate. */
  private void keepInTransaction(Sent command) {
    var connection = Objects.requireNonNull(writing);
    try (var insert = connection.prepareStatement("INSERT INTO aggregate VALUES (?, ?, ?)")) {
      insert.setLong(1, System.nanoTime());
      insert.setString(2, command.key());
      insert.setString(3, command.what());
      insert.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Kept> keptByAggregates() {
    return database.list(
        "SELECT nanos, key, what FROM aggregate",
        row -> new Kept(row.getLong(1), new Sent(row.getString(2), row.getString(3))));
  }

  private DataSource watched(DataSource inner) {
    return (DataSource)
        Proxy.newProxyInstance(
            KillableEngine.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (_, method, arguments) -> {
              try {
                var result = method.invoke(inner, arguments);
                if (result instanceof Connection connection) {
                  writing = connection;
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
