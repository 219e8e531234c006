package taskagent.bench.measure;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import taskagent.bench.http.HttpConnection;
import taskagent.bench.load.Clients;
import taskagent.bench.report.MeasurementReport;
import taskagent.bench.server.Target;

/**
 * A client that reads one list after the other, in a fixed order, and the times of each list. A
 * query that the server refuses because it takes too long is counted, with its time.
 */
final class ListReading {

  private static final int REFUSED = 422;

  /** What is read, in the order of the table. */
  private record Page(String what, String path) {}

  private static final List<Page> PAGES =
      List.of(
          new Page("list 01: all tasks, the latest change first", "/tasks"),
          new Page("list 02: open tasks by deadline", "/tasks?q=status:open&sort=due"),
          new Page("list 03: one status by deadline", "/tasks?q=status:assigned&sort=due"),
          new Page("list 04: one status, the latest change first", "/tasks?q=status:completed"),
          new Page("list 05: an assignee with many tasks", "/tasks?q=assignee:user-0&sort=due"),
          new Page("list 06: an assignee with few tasks", "/tasks?q=assignee:user-1900&sort=due"),
          new Page(
              "list 07: open tasks of an assignee",
              "/tasks?q=status:open+assignee:user-7&sort=due"),
          new Page("list 08: open and due within a day", "/tasks?q=status:open+due:%3C1d"),
          new Page("list 09: workflows, the latest change first", "/workflows"),
          new Page("list 10: workflows that wait", "/workflows?q=waiting:retry"),
          new Page("list 11: workflows that failed", "/workflows?q=status:failed"),
          new Page("count 1: open tasks", "/tasks?q=status:open&limit=1"),
          new Page(
              "count 2: open tasks of an assignee", "/tasks?q=status:open+assignee:user-0&limit=1"),
          new Page("search 1: two letters, of an assignee", "/tasks?q=ze+assignee:user-7"),
          new Page("search 2: three letters, frequent", "/tasks?q=rep"),
          new Page(
              "search 3: three letters, frequent, by deadline",
              "/tasks?q=rep+status:open&sort=due"),
          new Page("search 4: a word, frequent", "/tasks?q=contract+status:open&sort=due"),
          new Page("search 5: part of a name, less frequent", "/tasks?q=zorkar"),
          new Page("search 6: a whole name, rare", "/tasks?q=zorkarbrutal"),
          new Page("search 7: a number, in few titles", "/tasks?q=%22no.+4242%22"),
          new Page("search 8: in no title", "/tasks?q=xylophone"));

  private final BooleanSupplier goOn;
  private final long begin;
  private final List<Histogram> times =
      PAGES.stream().<Histogram>map(_ -> new ConcurrentHistogram(3)).toList();
  private final List<LongAdder> refused = PAGES.stream().map(_ -> new LongAdder()).toList();
  private final AtomicReference<@Nullable Clients> clients = new AtomicReference<>();

  /**
   * Creates a reading.
   *
   * @param goOn says whether to read another list
   * @param begin when the times begin to count, as {@code nanoTime}
   */
  ListReading(BooleanSupplier goOn, long begin) {
    this.goOn = goOn;
    this.begin = begin;
  }

  void start(Target target) {
    var started = new Clients(target.address(), goOn);
    var client = new Reader();
    started.start(client::read, client::took);
    clients.set(started);
  }

  private final class Reader {

    private int next;
    private int page;

    void read(HttpConnection connection, Runnable accepted) throws IOException {
      page = next;
      next = (next + 1) % PAGES.size();
      var answer = connection.get(PAGES.get(page).path());
      if (answer.status() == REFUSED && answer.has("takes too long")) {
        refused.get(page).increment();
      } else {
        answer.expect(200).expect("\"items\":[");
      }
    }

    void took(long started, long accepted, long ended) {
      if (started - begin >= 0) {
        times.get(page).recordValue(ended - started);
      }
    }
  }

  /** Waits until the last answers are read, and returns the number of failures of each kind. */
  Map<String, Long> join(long untilNanos) throws InterruptedException {
    var started = clients.get();
    return started == null ? Map.of() : started.join(untilNanos);
  }

  /** Reports the times of all lists, as a column with this name. */
  void report(MeasurementReport report, String column) {
    for (int i = 0; i < PAGES.size(); i++) {
      long refusals = refused.get(i).sum();
      report.beside(
          PAGES.get(i).what(),
          column + ": p50, p99 ms (requests)",
          "%s, %s (%s%s)"
              .formatted(
                  MeasurementReport.decimals(1, times.get(i).getValueAtPercentile(50) / 1e6),
                  MeasurementReport.decimals(1, times.get(i).getValueAtPercentile(99) / 1e6),
                  MeasurementReport.count((double) times.get(i).getTotalCount()),
                  refusals == 0 ? "" : "; refused " + refusals));
    }
  }
}
