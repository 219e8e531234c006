package taskagent.view;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import taskagent.domain.port.Unavailable;
import taskagent.domain.view.Filter;
import taskagent.domain.view.Lists;
import taskagent.domain.view.Sort;
import taskagent.view.Search.Limits;

/** A view in a folder of its own. It applies changes only when a test asks for it. */
final class TestView implements AutoCloseable {

  final MemoryChanges changes;
  final Path folder;
  private final Limits limits;
  private final int kept;
  private View view;

  TestView(Limits limits) {
    this(limits, Tail.ENTRIES);
  }

  /** Keeps only so many entries for readers of changes. */
  TestView(Limits limits, int kept) {
    this(limits, kept, new MemoryChanges());
  }

  /** Follows a log that another view follows, too. */
  TestView(MemoryChanges changes) {
    this(Limits.USUAL, Tail.ENTRIES, changes);
    changes.share();
  }

  private TestView(Limits limits, int kept, MemoryChanges changes) {
    this.changes = changes;
    this.kept = kept;
    try {
      this.folder = Files.createTempDirectory("taskagent-view");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.limits = limits;
    this.view = open();
  }

  private View open() {
    return new View(folder, changes, InstantSource.fixed(MemoryChanges.AT), limits, new Tail(kept));
  }

  Lists lists() {
    return view;
  }

  View view() {
    return view;
  }

  Path file() {
    return folder.resolve(ViewFile.NAME);
  }

  /** Ends the process, and starts it again. */
  void reopen() {
    view.close();
    changes.restart();
    view = open();
  }

  /** Applies one batch. A read of the engine that fails ends it. */
  void turn() {
    try {
      view.projector().turn();
    } catch (Unavailable e) {
      return;
    } catch (SQLException | IOException | Rebuild.Stopped e) {
      throw new AssertionError("the view cannot be written", e);
    }
  }

  /** Applies all changes. */
  void catchUp() {
    changes.failAfter(-1);
    turn();
    while (changes.readUpTo() < changes.last()) {
      turn();
    }
  }

  /** Reads the first column of rows in the file. */
  List<String> rows(String sql) {
    return rows(sql, 1);
  }

  /** Returns how SQLite would read rows. */
  List<String> plan(String sql) {
    return rows("EXPLAIN QUERY PLAN " + sql, 4);
  }

  private List<String> rows(String sql, int column) {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var all = new ArrayList<String>();
      while (rows.next()) {
        all.add(rows.getString(column));
      }
      return all;
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /** Returns a query for a page. */
  static <S extends Enum<S>> Lists.Query<S> query(
      Filter<S> filter, Sort sort, int limit, Optional<String> after) {
    return new Lists.Query<>(filter.toString(), filter, sort, limit, after, Optional.empty());
  }

  @Override
  public void close() {
    view.close();
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
