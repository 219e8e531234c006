package taskagent.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * Both engines, and another implementation if there is one, one after the other: the same requests,
 * round after round without a restart, and what all of their processes need for it.
 */
final class Engines {

  private static final int CLIENTS = 16;
  private static final int USERS = 500;
  private static final Duration REST = Duration.ofSeconds(5);

  /** Few, since some need a while to make them. */
  private static final int TASKS_TO_READ = 200;

  private final Stage stage;
  private final Report report;

  Engines(Stage stage, Report report) {
    this.stage = stage;
    this.report = report;
  }

  void measure() throws IOException, InterruptedException {
    stage.quiet();
    for (var plan : stage.settings().contenders()) {
      Report.progress("starting " + plan.name());
      var folder = stage.folder();
      try (var contender = stage.contender(plan, folder)) {
        measure(contender);
      }
    }
  }

  private void measure(Contender contender) throws IOException, InterruptedException {
    Thread.sleep(REST);
    memory(contender, "idle");
    var read = stage.newIds("read");
    failures(
        contender,
        "the tasks to read",
        Fill.through(contender.target(), saga(contender, read), TASKS_TO_READ));
    var users = stage.newIds("user");
    for (int round = 1; round <= stage.settings().rounds(); round++) {
      var saga = stage.newIds("saga");
      load(contender, "sagas", round, client -> saga(contender, saga + client + "-"));
      load(contender, "reads", round, _ -> Requests.read(read, TASKS_TO_READ));
      load(contender, "chat", round, _ -> Requests.chat(users, USERS));
    }
    memory(contender, "after the load");
  }

  private static Clients.Operation saga(Contender contender, String ids) {
    return contender.ours() ? Requests.saga(ids) : Requests.sagaOfAnother(ids);
  }

  private void load(
      Contender contender, String what, int round, IntFunction<Clients.Operation> operations)
      throws IOException, InterruptedException {
    var before = used(contender);
    long began = System.nanoTime();
    var outcome = stage.settings().load(CLIENTS).on(contender.target(), operations);
    double seconds = (System.nanoTime() - began) / 1e9;
    var name = contender.name() + ": " + what + ", round " + round;
    failures(contender, what + ", round " + round, outcome.failures());
    if (outcome.times().getTotalCount() == 0) {
      report.trouble(name + ": nothing succeeded");
    }
    beside(
        what + " per second, round " + round, contender, Report.decimals(1, outcome.perSecond()));
    beside(
        what + " p50 / p99 ms, round " + round,
        contender,
        Report.decimals(1, outcome.millis(50)) + " / " + Report.decimals(1, outcome.millis(99)));
    if (round == 1) {
      used(contender)
          .forEach(
              (part, cpu) ->
                  beside(
                      what + ", cores used by " + part,
                      contender,
                      Report.decimals(2, (cpu - before.getOrDefault(part, cpu)) / seconds)));
    }
  }

  /**
   * Another implementation may fail now and then; that is told, and it is measured all the same.
   */
  private void failures(Contender contender, String what, Map<String, Long> failures) {
    long sum = failures.values().stream().mapToLong(Long::longValue).sum();
    if (sum > 0) {
      beside(what + ", failed", contender, Long.toString(sum));
    }
    if (contender.ours()) {
      report.failures(contender.name() + ": " + what, failures);
    } else {
      failures.forEach((kind, count) -> Report.progress(count + " times " + kind));
    }
  }

  private static Map<String, Double> used(Contender contender) throws IOException {
    var used = new TreeMap<String, Double>();
    for (var part : contender.parts().entrySet()) {
      used.put(part.getKey(), Usage.cpuSeconds(part.getValue()));
    }
    return used;
  }

  private void memory(Contender contender, String when) throws IOException {
    for (var part : new TreeMap<>(contender.parts()).entrySet()) {
      var bytes = Usage.residentBytes(part.getValue());
      beside("memory of " + part.getKey() + ", " + when, contender, Report.megabytes(bytes));
    }
  }

  private void beside(String what, Contender contender, String value) {
    report.beside(what, contender.name(), value);
  }
}
