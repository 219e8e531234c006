package taskagent.bench.measure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import taskagent.bench.composed.EngineServer;
import taskagent.bench.http.Polling;
import taskagent.bench.load.ClientOperations;
import taskagent.bench.load.ClosedLoop;
import taskagent.bench.report.MeasurementReport;
import taskagent.bench.server.JavaCommand;
import taskagent.bench.server.MeasuredServer;
import taskagent.bench.server.MeasurementException;
import taskagent.bench.server.Target;
import taskagent.bench.usage.ProcUsage;
import taskagent.bench.usage.ServerMetrics;

/**
 * Measures what the view costs while nobody reads it: sagas on a server with its view and on one
 * without. Both run all the time, so that their code stays compiled, and get the load in turns.
 */
final class ViewCostMeasurement {

  private static final int CLIENTS = 16;
  private static final int CATCHES_UP_SECONDS = 120;
  private static final long POLL_MILLIS = 50;
  private static final String LAG = "taskagent_view_lag_seconds";

  private final TestBed testBed;
  private final MeasurementReport report;

  ViewCostMeasurement(TestBed testBed, MeasurementReport report) {
    this.testBed = testBed;
    this.report = report;
  }

  /** A server, and what its rounds gave. */
  private record Side(String name, Target target, List<Double> rates, List<Double> micros) {

    Side(String name, Target target) {
      this(name, target, new ArrayList<>(), new ArrayList<>());
    }
  }

  void measure() throws IOException, InterruptedException {
    testBed.stopServers();
    var without = side(EngineServer.WITHOUT_VIEW);
    var with = side(EngineServer.WITH_VIEW);
    for (var side : List.of(without, with)) {
      MeasurementReport.progress("warming up the server " + side.name());
      round(side, testBed.settings().load(CLIENTS), "warm-up of the server " + side.name());
      side.rates().clear();
      side.micros().clear();
    }
    var load = testBed.settings().load(CLIENTS).withoutWarmUp();
    for (int round = 1; round <= testBed.settings().rounds(); round++) {
      for (var side : List.of(without, with)) {
        round(side, load, "sagas, " + side.name() + ", round " + round);
      }
    }
    for (var side : List.of(without, with)) {
      report.beside("sagas per second", side.name(), spread(side.rates()));
      report.beside("server's CPU time of a saga, µs", side.name(), spread(side.micros()));
    }
    cost(
        "sagas per second that the view takes", 1 - median(with.rates()) / median(without.rates()));
    cost(
        "CPU time of a saga that the view adds",
        median(with.micros()) / median(without.micros()) - 1);
  }

  private Side side(String view) throws IOException, InterruptedException {
    var folder = testBed.folder();
    var server =
        testBed.track(
            MeasuredServer.start(
                JavaCommand.of(EngineServer.class, folder.toString(), view),
                folder.resolveSibling(folder.getFileName() + ".log"),
                true));
    return new Side(view, server.target());
  }

  /** Runs sagas, and waits until the view has them, so that no round pays for another one. */
  private void round(Side side, ClosedLoop load, String name)
      throws IOException, InterruptedException {
    var before = ServerMetrics.of(side.target().address());
    double cpuBefore = ProcUsage.now(side.target().pid()).server();
    var ids = testBed.newIds("cost");
    var result = load.on(side.target(), client -> ClientOperations.saga(ids + client + "-"));
    report.load(name, result);
    boolean caughtUp =
        Polling.until(
            CATCHES_UP_SECONDS,
            POLL_MILLIS,
            () -> ServerMetrics.of(side.target().address()).value(LAG) == 0);
    if (!caughtUp) {
      throw new MeasurementException("The view did not catch up in " + CATCHES_UP_SECONDS + " s.");
    }
    double cpu = ProcUsage.now(side.target().pid()).server() - cpuBefore;
    double sagas = ServerMetrics.of(side.target().address()).since(before, ServerMetrics.COMPLETED);
    side.rates().add(result.perSecond());
    side.micros().add(cpu * 1e6 / Math.max(1, sagas));
  }

  private void cost(String what, double share) {
    report.goal(what, "at most 10 %", MeasurementReport.decimals(1, 100 * share) + " %");
  }

  private static double median(List<Double> values) {
    var sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  private static String spread(List<Double> values) {
    var sorted = values.stream().sorted().toList();
    return MeasurementReport.count(median(values))
        + " ("
        + MeasurementReport.count(sorted.getFirst())
        + " to "
        + MeasurementReport.count(sorted.getLast())
        + ")";
  }
}
