package taskagent.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Recorder;
import taskagent.bench.load.ClientOperations;
import taskagent.bench.load.Clients;
import taskagent.bench.report.MeasurementReport;
import taskagent.bench.server.Contender;
import taskagent.bench.usage.ProcUsage;

/**
 * Measures whether anything grows or becomes slower: tasks are requested, carried out and completed
 * at half the peak rate, while what has ended is removed. The retention comes from the environment:
 * {@code TASKAGENT_RETENTION_RUNS=2m TASKAGENT_RETENTION_TASKS=2m bench/run steady}.
 *
 * <p>Times count from when a task should have been requested, so a stall is not overlooked.
 */
final class SteadyMeasurement {

  private static final int CLIENTS = 16;
  private static final int DIGITS = 3;
  private static final int COMPARED_MINUTES = 5;

  private final TestBed testBed;
  private final MeasurementReport report;

  /** What happened in a minute. Memory is that of the app, and the store is a file or Redis. */
  private record Minute(double perSecond, double p50, double p99, long memory, long store) {

    static final String HEADER = "minute,per_second,p50_ms,p99_ms,app_mb,store_mb\n";

    String line(int number) {
      return String.format(
          Locale.ROOT,
          "%d,%.1f,%.1f,%.1f,%.1f,%.1f%n",
          number,
          perSecond,
          p50,
          p99,
          memory / 1e6,
          store / 1e6);
    }
  }

  SteadyMeasurement(TestBed testBed, MeasurementReport report) {
    this.testBed = testBed;
    this.report = report;
  }

  void measure() throws IOException, InterruptedException {
    testBed.eachContender(this::measure);
  }

  private void measure(Contender contender, Path folder) throws IOException, InterruptedException {
    var settings = testBed.settings();
    var peak =
        settings
            .load(CLIENTS)
            .on(
                contender.target(),
                client -> ClientOperations.completedTask(testBed.newIds("peak") + client + "-"));
    report.failures(contender.name() + ": peak", peak.failures());
    beside(contender, "peak per second", MeasurementReport.decimals(1, peak.perSecond()));
    var minutes = new ArrayList<Minute>();
    var csv = settings.folder().resolve("steady-" + contender.name() + ".csv");
    Files.writeString(csv, Minute.HEADER);
    long end = System.nanoTime() + settings.steady().toNanos();
    var recorder = new Recorder(DIGITS);
    var clients = start(contender, peak.perSecond() / 2, recorder, end);
    while (System.nanoTime() - end < 0) {
      TimeUnit.MINUTES.sleep(1);
      minutes.add(minute(contender, folder, recorder));
      Files.writeString(csv, minutes.getLast().line(minutes.size()), StandardOpenOption.APPEND);
      MeasurementReport.progress(minutes.getLast().line(minutes.size()).strip());
    }
    report.failures(contender.name() + ": steady", clients.join(end));
    summary(contender, minutes);
  }

  private Clients start(Contender contender, double rate, Recorder recorder, long end) {
    var clients = new Clients(contender.target().address(), () -> System.nanoTime() - end < 0);
    var ids = testBed.newIds("steady");
    var between = Duration.ofNanos((long) (1e9 * CLIENTS / rate));
    for (int i = 0; i < CLIENTS; i++) {
      var operation = ClientOperations.completedTask(ids + i + "-");
      var first = between.multipliedBy(i).dividedBy(CLIENTS);
      clients.start(paced(operation, first, between, recorder), (_, _, _) -> {});
    }
    return clients;
  }

  /** Runs an operation at fixed times. If one takes too long, the next ones follow at once. */
  private static Clients.Operation paced(
      Clients.Operation operation, Duration first, Duration between, Recorder recorder) {
    var next = new AtomicLong(System.nanoTime() + first.toNanos());
    return (connection, accepted) -> {
      long due = next.getAndAdd(between.toNanos());
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      operation.run(connection, accepted);
      recorder.recordValue(System.nanoTime() - due);
    };
  }

  private static Minute minute(Contender contender, Path folder, Recorder recorder)
      throws IOException {
    var times = recorder.getIntervalHistogram();
    var redis = contender.parts().get("redis");
    return new Minute(
        times.getTotalCount() / 60.0,
        times.getValueAtPercentile(50) / 1e6,
        times.getValueAtPercentile(99) / 1e6,
        ProcUsage.residentBytes(contender.target().pid().orElseThrow()),
        redis == null ? TestBed.databaseBytes(folder) : ProcUsage.residentBytes(redis));
  }

  private void summary(Contender contender, List<Minute> minutes) {
    int compared = Math.min(COMPARED_MINUTES, minutes.size());
    var first = minutes.subList(0, compared);
    var last = minutes.subList(minutes.size() - compared, minutes.size());
    beside(contender, "per second, first " + compared + " minutes", mean(first));
    beside(contender, "per second, last " + compared + " minutes", mean(last));
    for (int number = COMPARED_MINUTES; number <= minutes.size(); number += COMPARED_MINUTES) {
      var minute = minutes.get(number - 1);
      beside(
          contender,
          "minute %02d: p50 / p99 ms, memory of the app, store".formatted(number),
          String.format(
              Locale.ROOT,
              "%.1f / %.1f, %s, %s",
              minute.p50(),
              minute.p99(),
              MeasurementReport.megabytes(minute.memory()),
              MeasurementReport.megabytes(minute.store())));
    }
  }

  private static String mean(List<Minute> minutes) {
    return MeasurementReport.decimals(
        1, minutes.stream().mapToDouble(Minute::perSecond).average().orElse(0));
  }

  private void beside(Contender contender, String what, String value) {
    report.beside(what, contender.name(), value);
  }
}
