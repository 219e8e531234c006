package taskagent.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import taskagent.chaos.fault.Fault;
import taskagent.chaos.fault.Tier;
import taskagent.chaos.load.LoadPlan;
import taskagent.chaos.run.ChaosReport;
import taskagent.chaos.run.ChaosRun;
import taskagent.chaos.run.RunResults;

/**
 * Runs the selected faults of one tier under load, one after the other. After each fault nothing
 * that was acknowledged may be lost, and every invariant must hold. {@link FaultSelection} says how
 * to select.
 */
@Tag("chaos")
abstract class FaultSuite {

  private static final Path RESULTS = Path.of("target/results");
  private static final int MAX_CALLS = 3_000;
  private static final int COMPENSATION = 22;

  private final String name;
  private final Set<Integer> rows;
  private Optional<Tier> open = Optional.empty();

  /**
   * Creates a suite.
   *
   * @param name the name of the tier
   * @param rows the rows of docs/chaos.md that this suite covers
   */
  FaultSuite(String name, Set<Integer> rows) {
    this.name = name;
    this.rows = rows;
  }

  /** Starts the tier. */
  abstract Tier start() throws IOException;

  /** Returns how much load the tier gets for this time. */
  abstract LoadPlan plan(Duration lasting, int enough);

  @TestFactory
  Stream<DynamicTest> faults() throws IOException {
    FaultSelection.check();
    if (!FaultSelection.wants(name, rows)) {
      return Stream.empty();
    }
    var tier = start();
    open = Optional.of(tier);
    assertThat(tier.name()).isEqualTo(name);
    assertThat(tier.faults())
        .as("every fault is in a row that FaultSelection knows")
        .allMatch(fault -> FaultSelection.rowsOf(name).contains(fault.number()));
    var faults =
        FaultSelection.of(
            name, tier.faults().stream().filter(fault -> rows.contains(fault.number())).toList());
    assertThat(faults).as("selected faults that this tier has").isNotEmpty();
    return FaultSelection.seeds().stream()
        .flatMap(
            seed ->
                faults.stream()
                    .map(
                        fault ->
                            dynamicTest(
                                "%s: %s, seed %d".formatted(name, fault, seed),
                                () -> run(tier, fault, seed))));
  }

  @AfterEach
  void report() throws IOException {
    if (open.isPresent()) {
      open.get().close();
      writeReport();
    }
  }

  /** Other suites may write at the same time. */
  private static void writeReport() throws IOException {
    synchronized (RESULTS) {
      var results = new RunResults(RESULTS).all();
      if (!results.isEmpty()) {
        var report = new ChaosReport(results);
        report.write(Path.of("target/report"));
        if (Boolean.getBoolean("chaos.docs")) {
          report.writeInto(Path.of("../docs/chaos.md"));
        }
        System.out.println("See chaos/target/report/index.html");
      }
    }
  }

  private void run(Tier tier, Fault fault, long seed) throws Exception {
    // A fault that waits for a saga to fail needs a longer load, because few sagas do.
    var lasting = FaultSelection.lasting().multipliedBy(fault.number() == COMPENSATION ? 2 : 1);
    var plan = plan(lasting.plus(fault.lasting()), FaultSelection.enough());
    var result = new ChaosRun(tier, fault, seed, plan).run();
    new RunResults(RESULTS).add(result);
    System.out.printf(
        "%s: %s, seed %d: %d calls, %d acknowledged, %d answered 429 or 503, %d unanswered,"
            + " %d sagas; %s, settled after %.1f s, %.1f s in all; %d violations%n",
        name,
        fault,
        seed,
        result.calls().all(),
        result.calls().acknowledged(),
        result.calls().notNow(),
        result.calls().unanswered(),
        result.sagas(),
        result.recoveredMillis() < 0
            ? "not recovered"
            : "recovered after %.1f s".formatted(result.recoveredMillis() / 1e3),
        result.settledMillis() / 1e3,
        result.lastedMillis() / 1e3,
        result.violations().size());
    if (!result.violations().isEmpty()) {
      tier.saveLogs(
          Path.of("target/clusters", "%s-row-%d-seed-%d".formatted(name, fault.number(), seed)));
    }
    assertThat(result.violations()).as("seed %d", seed).isEqualTo(List.of());
  }

  /** Returns a plan with the same limits on every tier. */
  static LoadPlan plan(int clients, Duration lasting, Duration think, int enough) {
    return new LoadPlan(clients, lasting, think, MAX_CALLS, enough);
  }
}
