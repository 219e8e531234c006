package taskagent.bench.measure;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import taskagent.bench.report.MeasurementReport;
import taskagent.bench.server.JavaCommand;
import taskagent.bench.server.MeasuredServer;
import taskagent.bench.server.PlainServer;

/**
 * Measures the machine itself, with the same clocks, so that figures of different machines can be
 * compared: Helidon without an application, and SQLite alone.
 */
final class BaselineMeasurement {

  private static final int ROW_CHARACTERS = 600;
  private static final Duration WARM_UP = Duration.ofSeconds(1);
  private static final long SLOWEST_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final TestBed testBed;
  private final MeasurementReport report;

  BaselineMeasurement(TestBed testBed, MeasurementReport report) {
    this.testBed = testBed;
    this.report = report;
  }

  void measure() throws IOException, InterruptedException {
    http();
    sqlite(1);
    sqlite(16);
  }

  private void http() throws IOException, InterruptedException {
    var command = JavaCommand.of(PlainServer.class);
    var log = testBed.folder().resolve("plain.log");
    try (var server = MeasuredServer.start(command, log, false)) {
      for (int clients : testBed.settings().concurrency()) {
        report.load(
            "baseline: plain Helidon, " + LoadMeasurements.clients(clients),
            testBed
                .settings()
                .load(clients)
                .on(
                    server.target(),
                    _ -> (connection, _) -> connection.get("/").expect(200).expect("Hello")));
      }
      server.kill();
    }
  }

  /** Inserts rows into a table with a key, one commit after the other. */
  private void sqlite(int rowsPerCommit) throws IOException {
    var file = testBed.folder().resolve("plain.db");
    var commits = new Histogram(SLOWEST_NANOS, 3);
    double seconds;
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      prepare(connection);
      insert(connection, rowsPerCommit, WARM_UP, new Histogram(SLOWEST_NANOS, 3));
      long began = System.nanoTime();
      insert(connection, rowsPerCommit, testBed.settings().measured(), commits);
      seconds = (System.nanoTime() - began) / 1e9;
    } catch (SQLException e) {
      throw new IOException("the loop on plain SQLite failed", e);
    }
    report.figure(
        "baseline: plain SQLite, rows of "
            + ROW_CHARACTERS
            + " characters, "
            + (rowsPerCommit == 1 ? "one per commit" : rowsPerCommit + " per commit"),
        MeasurementReport.count(rowsPerCommit * commits.getTotalCount() / seconds)
            + " rows/s, "
            + MeasurementReport.count(commits.getTotalCount() / seconds)
            + " commits/s, commit p50 "
            + MeasurementReport.decimals(2, commits.getValueAtPercentile(50) / 1e6)
            + " ms, p99 "
            + MeasurementReport.decimals(2, commits.getValueAtPercentile(99) / 1e6)
            + " ms");
  }

  private static void prepare(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute(
          "CREATE TABLE row (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, doc TEXT)");
    }
    connection.setAutoCommit(false);
  }

  private static void insert(
      Connection connection, int rowsPerCommit, Duration time, Histogram commits)
      throws SQLException {
    var text = "x".repeat(ROW_CHARACTERS);
    long end = System.nanoTime() + time.toNanos();
    try (var insert = connection.prepareStatement("INSERT INTO row (id, doc) VALUES (?, ?)")) {
      while (System.nanoTime() - end < 0) {
        long began = System.nanoTime();
        for (int i = 0; i < rowsPerCommit; i++) {
          insert.setString(1, "row-" + began + "-" + i);
          insert.setString(2, text);
          insert.executeUpdate();
        }
        connection.commit();
        commits.recordValue(Math.min(System.nanoTime() - began, SLOWEST_NANOS));
      }
    }
  }
}
