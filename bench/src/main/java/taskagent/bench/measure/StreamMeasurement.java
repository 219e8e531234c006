package taskagent.bench.measure;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import taskagent.bench.http.EventReader;
import taskagent.bench.http.HttpConnection;
import taskagent.bench.http.Polling;
import taskagent.bench.load.FixedRate;
import taskagent.bench.report.MeasurementReport;
import taskagent.bench.server.MeasurementException;
import taskagent.bench.server.Target;
import taskagent.bench.usage.UsageSnapshot;

/**
 * Measures streams of changes: how long after a change its event is read by the client, and what
 * the server needs for many clients that all get every change.
 */
final class StreamMeasurement {

  private static final int STREAMS = 500;
  private static final int CHANGES_PER_SECOND = 50;
  private static final int TASKS = 100;
  private static final long DAY = 86_400;
  private static final long OPEN_WITHIN_SECONDS = 30;
  private static final Pattern CHANGED = Pattern.compile("\"updated_at\":\"([^\"]+)\"");

  private final TestBed testBed;
  private final MeasurementReport report;
  private final AtomicLong upserts = new AtomicLong();
  private final AtomicLong resets = new AtomicLong();
  private final AtomicLong open = new AtomicLong();
  private volatile Histogram latencies = new ConcurrentHistogram(3);

  StreamMeasurement(TestBed testBed, MeasurementReport report) {
    this.testBed = testBed;
    this.report = report;
  }

  void measure() throws IOException, InterruptedException {
    var target = testBed.target();
    var ids = testBed.newIds("streamed");
    TaskFiller.tasks(target, ids, TASKS, () -> DAY);
    var readers = new ArrayList<EventReader>();
    try {
      for (int i = 0; i < STREAMS; i++) {
        readers.add(EventReader.open(target.address(), "/events", this::line));
      }
      if (!Polling.until(OPEN_WITHIN_SECONDS, 50, () -> open.get() >= STREAMS)) {
        throw new MeasurementException(
            "Only " + open + " of " + STREAMS + " streams are open; see --http-max-streams.");
      }
      change(target, ids, testBed.settings().warmUp().toSeconds());
      measured(target, ids);
    } finally {
      for (var reader : readers) {
        reader.close();
      }
    }
  }

  private void measured(Target target, String ids) throws IOException, InterruptedException {
    latencies = new ConcurrentHistogram(3);
    long upsertsBefore = upserts.get();
    var before = UsageSnapshot.of(target);
    long changes = change(target, ids, testBed.settings().measured().toSeconds());
    var used = UsageSnapshot.of(target).minus(before);
    long expected = changes * STREAMS;
    boolean all =
        Polling.until(OPEN_WITHIN_SECONDS, 50, () -> upserts.get() - upsertsBefore >= expected);
    var times = latencies;
    var name = STREAMS + " streams, " + CHANGES_PER_SECOND + " changes per second";
    report.figure(
        name + ": from the change until the client has the event",
        "p50 %d ms, p99 %d ms, max %d ms"
            .formatted(
                times.getValueAtPercentile(50),
                times.getValueAtPercentile(99),
                times.getMaxValue()));
    report.figure(
        name + ": events per second, and what they need",
        MeasurementReport.count(times.getTotalCount() / seconds()) + " events/s, " + used);
    report.noteOtherLoad(name, used);
    if (!all) {
      report.trouble(name + ": only " + (upserts.get() - upsertsBefore) + " of " + expected);
    }
    if (resets.get() > 0) {
      report.trouble(name + ": " + resets + " resets");
    }
  }

  private double seconds() {
    return testBed.settings().measured().toSeconds();
  }

  /** Changes tasks at fixed times, and returns how many. */
  private static long change(Target target, String ids, long seconds) throws IOException {
    try (var connection = HttpConnection.to(target.address())) {
      return FixedRate.run(
          CHANGES_PER_SECOND,
          number -> number < seconds * CHANGES_PER_SECOND,
          number ->
              connection
                  .post(
                      "/tasks/" + ids + number % TASKS + "/deadline",
                      "{\"deadline_seconds\": " + (DAY + number) + "}")
                  .expect(200));
    }
  }

  private void line(String line) {
    if (line.startsWith("HTTP/1.1 200 ")) {
      open.incrementAndGet();
    } else if (line.equals("event: reset")) {
      resets.incrementAndGet();
    } else if (line.startsWith("data: {\"task\"")) {
      var at = CHANGED.matcher(line);
      if (at.find()) {
        long millis = System.currentTimeMillis() - Instant.parse(at.group(1)).toEpochMilli();
        latencies.recordValue(Math.max(0, millis));
        upserts.incrementAndGet();
      }
    }
  }
}
