package taskagent.bench.measure;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import taskagent.bench.load.ClientOperations;
import taskagent.bench.load.Clients;
import taskagent.bench.report.MeasurementReport;
import taskagent.bench.server.Contender;
import taskagent.bench.usage.ProcUsage;

/**
 * Compares both engines and, if given, another implementation, one after the other. All get the
 * same requests, round after round without a restart. It also measures their processes.
 */
final class EngineComparison {

  private static final int CLIENTS = 16;
  private static final int USERS = 500;
  private static final Duration REST = Duration.ofSeconds(5);

  /** Few, because some implementations take long to create them. */
  private static final int TASKS_TO_READ = 200;

  private final TestBed testBed;
  private final MeasurementReport report;

  EngineComparison(TestBed testBed, MeasurementReport report) {
    this.testBed = testBed;
    this.report = report;
  }

  void measure() throws IOException, InterruptedException {
    testBed.eachContender((contender, _) -> measure(contender));
  }

  private void measure(Contender contender) throws IOException, InterruptedException {
    Thread.sleep(REST);
    memory(contender, "idle");
    var read = testBed.newIds("read");
    failures(
        contender,
        "creating the tasks to read",
        TaskFiller.through(contender.target(), saga(contender, read), TASKS_TO_READ));
    var users = testBed.newIds("user");
    for (int round = 1; round <= testBed.settings().rounds(); round++) {
      var saga = testBed.newIds("saga");
      load(contender, "sagas", round, client -> saga(contender, saga + client + "-"));
      load(contender, "reads", round, _ -> ClientOperations.read(read, TASKS_TO_READ));
      load(contender, "chat", round, _ -> ClientOperations.chat(users, USERS));
    }
    memory(contender, "after the load");
  }

  private static Clients.Operation saga(Contender contender, String ids) {
    return contender.ours() ? ClientOperations.saga(ids) : ClientOperations.sagaOfAnother(ids);
  }

  private void load(
      Contender contender, String what, int round, IntFunction<Clients.Operation> operations)
      throws IOException, InterruptedException {
    var before = used(contender);
    long began = System.nanoTime();
    var outcome = testBed.settings().load(CLIENTS).on(contender.target(), operations);
    double seconds = (System.nanoTime() - began) / 1e9;
    var name = contender.name() + ": " + what + ", round " + round;
    failures(contender, what + ", round " + round, outcome.failures());
    if (outcome.times().getTotalCount() == 0) {
      report.trouble(name + ": nothing succeeded");
    }
    beside(
        what + " per second, round " + round,
        contender,
        MeasurementReport.decimals(1, outcome.perSecond()));
    beside(
        what + " p50 / p99 ms, round " + round,
        contender,
        MeasurementReport.decimals(1, outcome.millis(50))
            + " / "
            + MeasurementReport.decimals(1, outcome.millis(99)));
    if (round == 1) {
      used(contender)
          .forEach(
              (part, cpu) ->
                  beside(
                      what + ", cores used by " + part,
                      contender,
                      MeasurementReport.decimals(
                          2, (cpu - before.getOrDefault(part, cpu)) / seconds)));
    }
  }

  /** Another implementation may fail at times. This is reported, and it is measured anyway. */
  private void failures(Contender contender, String what, Map<String, Long> failures) {
    long sum = failures.values().stream().mapToLong(Long::longValue).sum();
    if (sum > 0) {
      beside(what + ", failed", contender, Long.toString(sum));
    }
    if (contender.ours()) {
      report.failures(contender.name() + ": " + what, failures);
    } else {
      failures.forEach((kind, count) -> MeasurementReport.progress(count + " times: " + kind));
    }
  }

  private static Map<String, Double> used(Contender contender) throws IOException {
    var used = new TreeMap<String, Double>();
    for (var part : contender.parts().entrySet()) {
      used.put(part.getKey(), ProcUsage.cpuSeconds(part.getValue()));
    }
    return used;
  }

  private void memory(Contender contender, String when) throws IOException {
    for (var part : new TreeMap<>(contender.parts()).entrySet()) {
      var bytes = ProcUsage.residentBytes(part.getValue());
      beside(
          "memory of " + part.getKey() + ", " + when,
          contender,
          MeasurementReport.megabytes(bytes));
    }
  }

  private void beside(String what, Contender contender, String value) {
    report.beside(what, contender.name(), value);
  }
}
