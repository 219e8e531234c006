package taskagent.bench.measure;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntPredicate;
import taskagent.bench.http.HttpConnection;
import taskagent.bench.report.MeasurementReport;
import taskagent.bench.server.Target;
import taskagent.bench.usage.UsageSnapshot;

/**
 * Measures the board in a real Chromium: how fast it is there, how fast it shows a change, what
 * many changes do to it, and whether it counts by the server's clock.
 */
final class PageMeasurement {

  private static final int TASKS = 10_000;
  private static final int LOADS = 9;
  private static final long DAY = 86_400;

  /**
   * The tasks that are changed to see when the page shows it. They are the next ones that are due.
   */
  private static final int PROBES = 5;

  private static final long PROBES_DUE_SECONDS = 3_500;
  private static final int CHANGES_SHOWN = 100;

  /** The page rests between two reads. Alone, a change comes after the rest. */
  private static final int PAUSE_MILLIS = 1_000;

  /** Beside other changes, it comes at any time. */
  private static final int PAUSE_BESIDE_MILLIS = 100;

  private static final int PAUSE_SPREAD_MILLIS = 500;

  private static final int COUNTS = 10;

  /** Deadlines this far apart end in different parts of a second. */
  private static final int APART_MILLIS = 150;

  /** The first exact time comes with the first bookmark, after five seconds. */
  private static final Duration UNTIL_BOOKMARK = Duration.ofSeconds(6);

  private final TestBed testBed;
  private final MeasurementReport report;

  PageMeasurement(TestBed testBed, MeasurementReport report) {
    this.testBed = testBed;
    this.report = report;
  }

  void measure() throws IOException, InterruptedException {
    testBed.stopServers();
    var target = testBed.target();
    int tasks = testBed.settings().tasks(TASKS);
    var ids = testBed.newIds("card");
    var probes = testBed.newIds("probe");
    TaskFiller.tasks(target, ids, tasks, () -> DAY);
    TaskFiller.tasks(target, probes, PROBES, () -> PROBES_DUE_SECONDS);
    try (var page = PageProbe.start(target.address())) {
      loads(page);
      shown("no other changes", shown(page, probes, PAUSE_MILLIS, shown -> shown < CHANGES_SHOWN));
      changing(target, page, new ChangeLoad(target, ids, tasks), probes);
      clock(target, page, probes);
    }
  }

  private void loads(PageProbe page) throws InterruptedException {
    MeasurementReport.progress("loading the board " + LOADS + " times");
    var paints = new ArrayList<Double>();
    var boards = new ArrayList<Double>();
    for (int i = 0; i < LOADS; i++) {
      var load = page.open();
      paints.add(load.firstPaint());
      boards.add(load.board());
    }
    report.goal("first paint, median of " + LOADS + " cold loads", "300 ms", middle(paints));
    report.goal("board usable, median of " + LOADS + " cold loads", "700 ms", middle(boards));
  }

  private static String middle(List<Double> millis) {
    return milliseconds(percentile(millis, 50))
        + ", worst "
        + milliseconds(percentile(millis, 100));
  }

  /** Changes tasks one after the other, and returns how long the page took to show each change. */
  private static List<Double> shown(PageProbe page, String probes, int pause, IntPredicate goOn)
      throws InterruptedException {
    MeasurementReport.progress("changing tasks, and looking when the page shows it");
    var times = new ArrayList<Double>();
    while (goOn.test(times.size())) {
      var task = probes + times.size() % PROBES;
      times.add(page.assign(task, "user-" + Long.toString(System.nanoTime(), 36)));
      Thread.sleep(pause + ThreadLocalRandom.current().nextInt(PAUSE_SPREAD_MILLIS));
    }
    return times;
  }

  private void shown(String beside, List<Double> times) {
    report.goal(
        "from a change until it is drawn, " + beside,
        "p99 150 ms",
        "p50 %s, p99 %s, %d changes"
            .formatted(
                milliseconds(percentile(times, 50)),
                milliseconds(percentile(times, 99)),
                times.size()));
  }

  private void changing(Target target, PageProbe page, ChangeLoad load, String probes)
      throws IOException, InterruptedException {
    var settings = testBed.settings();
    renew(target, probes);
    load.start(settings.rate());
    Thread.sleep(settings.warmUp().toMillis());
    long heap = page.heap();
    page.reset();
    long made = load.made();
    var before = UsageSnapshot.of(target);
    long end = System.nanoTime() + settings.changing().toNanos();
    var times = shown(page, probes, PAUSE_BESIDE_MILLIS, _ -> System.nanoTime() - end < 0);
    var after = UsageSnapshot.of(target);
    double rate = (load.made() - made) / ((after.nanos() - before.nanos()) / 1e9);
    var longTasks = page.longTasks();
    long heapAfter = page.heap();
    load.stop(report);
    var beside = MeasurementReport.count(settings.rate()) + " changes/s";
    shown(beside, times);
    report.goal("changes per second that were made", beside, MeasurementReport.count(rate));
    report.goal(
        "tasks over 50 ms, in " + settings.changing().toMinutes() + " min of changes",
        "0",
        longTasks.size() + ", longest " + milliseconds(percentile(longTasks, 100)));
    report.goal(
        "elements in the document, at most",
        "2,000",
        MeasurementReport.count((double) page.elements()));
    report.goal(
        "heap of the scripts after a collection, before and after",
        "flat",
        megabytes(heap) + ", " + megabytes(heapAfter));
    var used = after.minus(before);
    report.figure("the page beside changes; the browser is one of the others", used.toString());
  }

  /** Gives the probes their first time left again. */
  private static void renew(Target target, String probes) throws IOException, InterruptedException {
    try (var connection = HttpConnection.to(target.address())) {
      for (int i = 0; i < PROBES; i++) {
        connection
            .post(
                "/tasks/" + probes + i + "/deadline",
                "{\"deadline_seconds\": " + PROBES_DUE_SECONDS + "}")
            .expect(200);
        Thread.sleep(APART_MILLIS);
      }
    }
  }

  private void clock(Target target, PageProbe page, String probes)
      throws IOException, InterruptedException {
    MeasurementReport.progress("turning the browser's clock by an hour");
    renew(target, probes);
    page.turnClock();
    var _ = page.open();
    var first = page.countdown(probes, 1);
    Thread.sleep(UNTIL_BOOKMARK);
    countdown("in the first second", first);
    countdown("after six seconds", page.countdown(probes, COUNTS));
  }

  private void countdown(String when, List<Double> errors) {
    var sizes = errors.stream().map(Math::abs).toList();
    report.goal(
        "error of a countdown, browser's clock an hour ahead, " + when,
        "at most 250 ms",
        "p50 %s, at most %s"
            .formatted(milliseconds(percentile(sizes, 50)), milliseconds(percentile(sizes, 100))));
  }

  private static String milliseconds(double millis) {
    return MeasurementReport.count(millis) + " ms";
  }

  private static String megabytes(long bytes) {
    return MeasurementReport.decimals(1, bytes / 1e6) + " MB";
  }

  /** Returns the value that so many percent do not exceed; 0 if there is none. */
  static double percentile(List<Double> values, int percent) {
    var sorted = values.stream().sorted().toList();
    return sorted.isEmpty()
        ? 0
        : sorted.get(Math.max(0, (int) Math.ceil(percent / 100.0 * sorted.size()) - 1));
  }
}
