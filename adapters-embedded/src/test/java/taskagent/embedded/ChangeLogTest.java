package taskagent.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.Retention;
import taskagent.domain.port.Activity;
import taskagent.domain.port.Notifier;
import taskagent.domain.view.Changes.Change;
import taskagent.domain.view.Changes.Kind;
import taskagent.json.RunJson;

/** The change log on its own. What writes to it is tested with the lists. */
final class ChangeLogTest {

  private static final Instant AT = Instant.ofEpochMilli(1_000);

  @TempDir Path folder;

  private Database database;
  private ActivityReporter reporter;
  private Writer writer;
  private ChangeLog log;

  @BeforeEach
  void open() {
    var signal = new CommitSignal();
    database = Database.open(folder, UnaryOperator.identity());
    reporter = new ActivityReporter(Activity.none());
    writer = new Writer(database, Threads.OWN, reporter, signal);
    reporter.start();
    writer.start();
    log =
        new ChangeLog(
            Kinds.ofTasks(RunJson.CODEC, _ -> new Notifier.Sent()),
            database,
            writer,
            signal,
            Retention.DEFAULT,
            Clock.systemUTC());
  }

  @AfterEach
  void close() {
    writer.close();
    reporter.close();
    database.close();
  }

  private void reopen() {
    close();
    open();
  }

  private int add(String id) {
    return writer.write(
        transaction -> {
          ChangeLog.addTask(transaction, id, AT);
          ChangeLog.addRun(transaction, id, AT);
          return 2;
        });
  }

  /** Adds very many entries at once. */
  private int fill(long until) {
    return writer.write(transaction -> fill(transaction, until));
  }

  private static int fill(Transaction transaction, long until) throws SQLException {
    return transaction.update(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
            + " INSERT INTO change (kind, id, at) SELECT 0, 't' || i, 0 FROM n",
        until);
  }

  @Test
  void entriesAreNumberedInTheOrderOfTheCommits() {
    assertThat(log.last()).isZero();
    assertThat(log.after(0, 10)).hasValueSatisfying(found -> assertThat(found).isEmpty());
    assertThat(add("a") + add("b")).isEqualTo(4);
    assertThat(log.last()).isEqualTo(4);
    assertThat(log.after(1, 2))
        .hasValueSatisfying(
            found ->
                assertThat(found)
                    .containsExactly(
                        new Change(2, Kind.RUN, "a", AT), new Change(3, Kind.TASK, "b", AT)));
  }

  @Test
  void aReaderCanAddAnEntry() {
    log.add(Kind.RUN, "a");
    assertThat(log.after(0, 10))
        .hasValueSatisfying(
            found ->
                assertThat(found)
                    .singleElement()
                    .returns(Kind.RUN, Change::kind)
                    .returns("a", Change::id));
  }

  @Test
  void aReaderContinuesOnlyInTheLogThatItKnows() {
    var epoch = log.epoch();
    assertThat(epoch).hasSize(32);
    assertThat(add("a")).isEqualTo(2);
    assertThat(log.continues(2)).as("the log had no entry when it was opened").isFalse();
    reopen();
    assertThat(log.epoch()).isEqualTo(epoch);
    assertThat(log.continues(2)).isTrue();
    assertThat(log.continues(3)).isFalse();
  }

  @Test
  void oldEntriesAreRemovedUnlessTheReaderNeedsThem() {
    assertThat(fill(102_500)).isEqualTo(102_500);
    log.readUpTo(1_200);
    assertThat(trims()).isEqualTo(2);
    assertThat(log.after(1_200, 1)).isPresent();
    assertThat(log.after(1_199, 1)).isEmpty();
    log.readUpTo(102_500);
    assertThat(trims()).isEqualTo(2);
    assertThat(log.after(2_500, 1)).isPresent();
    assertThat(log.after(2_499, 1)).isEmpty();
    assertThat(log.last()).isEqualTo(102_500);
  }

  private int trims() {
    int count = 0;
    while (log.trim()) {
      count++;
    }
    return count;
  }

  @Test
  void aCommitEndsTheWait() throws InterruptedException {
    assertThat(add("a")).isEqualTo(2);
    long begun = System.nanoTime();
    log.await(1, Duration.ofMinutes(5)); // there is an entry already
    log.await(2, Duration.ofMillis(1)); // the commit that this wait has not seen
    var adding = Thread.ofVirtual().start(() -> add("b"));
    log.await(2, Duration.ofMinutes(5));
    adding.join();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMinutes(1));
  }
}
