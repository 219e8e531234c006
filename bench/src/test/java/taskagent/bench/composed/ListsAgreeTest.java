package taskagent.bench.composed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskagent.view.View;

/**
 * Tests that a view of generated changes equals one that is built later, and what differs if not.
 */
final class ListsAgreeTest {

  private static final int TASKS = 200;
  private static final int CHANGES = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_000_000));

  @TempDir Path folder;

  private final GeneratedChanges changes = new GeneratedChanges(TASKS, CLOCK);

  @BeforeEach
  void build() throws IOException {
    try (var serving = view("serving")) {
      for (int i = 0; i < CHANGES; i++) {
        changes.upsert();
      }
      catchUp(serving);
    }
    try (var rebuilt = view("rebuilt")) {
      catchUp(rebuilt);
    }
  }

  private View view(String name) throws IOException {
    var view = View.in(Files.createDirectories(folder.resolve(name)), changes, CLOCK);
    assertThat(ListServer.awaitServing(view.start(), PATIENCE)).isTrue();
    return view;
  }

  private void catchUp(View view) {
    assertThat(ListServer.awaitAll(view, changes, PATIENCE)).isTrue();
  }

  private ViewComparison compare() throws SQLException {
    return ViewComparison.of(file("serving"), file("rebuilt"));
  }

  private Path file(String name) {
    return folder.resolve(name).resolve("view.db");
  }

  @Test
  void areEqualRowByRow() throws SQLException {
    var comparison = compare();

    assertThat(comparison.differences()).isEmpty();
    assertThat(comparison.rows()).isGreaterThan(changes.size());
    assertThat(changes.size()).isGreaterThan(2 * TASKS);
  }

  @Test
  void differInOneField() throws SQLException {
    change("UPDATE task SET title = 'Another' WHERE number = 7");

    assertThat(compare().differences())
        .singleElement()
        .asString()
        .startsWith("task, row 7: ")
        .contains("Another");
  }

  @Test
  void differInARowThatIsMissing() throws SQLException {
    change("DELETE FROM run WHERE number = (SELECT max(number) FROM run)");

    assertThat(compare().differences()).singleElement().asString().endsWith(" and nothing");
  }

  private void change(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file("rebuilt"));
        var statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isEqualTo(1);
    }
  }
}
