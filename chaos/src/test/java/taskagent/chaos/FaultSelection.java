package taskagent.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import taskagent.chaos.fault.Fault;

/**
 * Says which faults run: {@code -Dchaos.tier=dapr,kubernetes -Dchaos.faults=5,6 -Dchaos.seeds=1-20
 * -Dchaos.seconds=60}, or {@code -Dchaos.faults=all}. Without {@code chaos.faults} it selects the
 * short form: the first fault of each row, once, for a short time, and on Kubernetes only the rows
 * that need a cluster.
 */
final class FaultSelection {

  /** The row in which an older version of the app takes the place of this one. */
  static final int OTHER_VERSION = 23;

  /** Suites that compute most of the time hold this lock, so that only one of them runs. */
  static final String PROCESSORS = "processors";

  /** The rows of docs/chaos.md that each tier has. */
  private static final Map<String, Set<Integer>> ROWS =
      Map.of(
          "embedded", Set.of(2, 4, 19, 20, 21, 22),
          "dapr", Set.of(2, 3, 5, 6, 7, 16, 18, 19, 20, 21, 22, OTHER_VERSION),
          "kubernetes",
              Set.of(3, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 17, 19, 20, 21, 22, OTHER_VERSION));

  /** On Kubernetes, the short form leaves out the rows whose code Dapr's tier tests, too. */
  private static final Set<Integer> NEED_A_CLUSTER = Set.of(9, 10, 11, 12, 13, 14, 15, 17);

  private static final String TIERS = System.getProperty("chaos.tier", "embedded,dapr,kubernetes");
  private static final String FAULTS = System.getProperty("chaos.faults", "");
  private static final String SEEDS = System.getProperty("chaos.seeds", "1");
  private static final int SECONDS = Integer.getInteger("chaos.seconds", 8);

  /** How many calls must be acknowledged for each second of load, and at least in each run. */
  private static final int ENOUGH_PER_SECOND = 4;

  private static final int ENOUGH = 48;

  private FaultSelection() {}

  /** Fails if a property names a tier or a row that does not exist. */
  static void check() {
    assertThat(ROWS.keySet()).as("tiers of -Dchaos.tier").containsAll(tiers());
    var known = new HashSet<Integer>();
    tiers().forEach(tier -> known.addAll(rowsOf(tier)));
    assertThat(known).as("rows of -Dchaos.faults on these tiers").containsAll(rows(FAULTS));
  }

  /** Returns the rows that a tier has. */
  static Set<Integer> rowsOf(String tier) {
    return ROWS.getOrDefault(tier, Set.of());
  }

  /** Returns true if some of these rows of a tier are selected. */
  static boolean wants(String tier, Set<Integer> rows) {
    return tiers().contains(tier) && rows.stream().anyMatch(row -> selects(tier, row, FAULTS));
  }

  static List<Fault> of(String tier, List<Fault> faults) {
    return of(tier, faults, FAULTS);
  }

  static List<Fault> of(String tier, List<Fault> faults, String wanted) {
    var rows = new HashSet<Integer>();
    return faults.stream()
        .filter(fault -> selects(tier, fault.number(), wanted))
        .filter(fault -> !wanted.isEmpty() || rows.add(fault.number()))
        .toList();
  }

  private static boolean selects(String tier, int row, String wanted) {
    if (wanted.isEmpty()) {
      return !tier.equals("kubernetes") || NEED_A_CLUSTER.contains(row);
    }
    return wanted.equals("all") || rows(wanted).contains(row);
  }

  private static List<String> tiers() {
    return List.of(TIERS.split(",", -1));
  }

  /** Returns the rows that are named, none if all or no faults are. */
  private static List<Integer> rows(String wanted) {
    return wanted.isEmpty() || wanted.equals("all")
        ? List.of()
        : numbers(wanted).stream().map(Math::toIntExact).toList();
  }

  static List<Long> seeds() {
    return numbers(SEEDS);
  }

  /** Returns how long clients send requests, besides the time for which the fault lasts. */
  static Duration lasting() {
    return Duration.ofSeconds(SECONDS);
  }

  /** Returns how many calls must be acknowledged, so that a run proves something. */
  static int enough() {
    return Math.max(ENOUGH, ENOUGH_PER_SECOND * SECONDS);
  }

  /** Reads {@code 1,4-6}. */
  static List<Long> numbers(String text) {
    var numbers = new ArrayList<Long>();
    for (var part : text.split(",", -1)) {
      var ends = Stream.of(part.split("-", -1)).map(String::strip).map(Long::valueOf).toList();
      for (long number = ends.getFirst(); number <= ends.getLast(); number++) {
        numbers.add(number);
      }
    }
    return numbers;
  }
}
