package taskagent.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import taskagent.chaos.fault.Fault;
import taskagent.chaos.fault.OutsideFaults;

/**
 * What is to be run: {@code -Dchaos.tier=dapr,kubernetes -Dchaos.faults=5,6 -Dchaos.seeds=1-20
 * -Dchaos.seconds=60}, or {@code -Dchaos.faults=all}; by default the first fault of each row, once,
 * for a short time, and on Kubernetes none that are alike everywhere.
 */
final class Wanted {

  private static final String TIERS = System.getProperty("chaos.tier", "embedded,dapr,kubernetes");
  private static final String FAULTS = System.getProperty("chaos.faults", "");
  private static final String SEEDS = System.getProperty("chaos.seeds", "1");
  private static final int OTHER_VERSION = 23;
  private static final int SECONDS = Integer.getInteger("chaos.seconds", 12);

  private Wanted() {}

  static List<String> tiers() {
    return List.of(TIERS.split(",", -1));
  }

  static List<Fault> of(String tier, List<Fault> faults) {
    return of(tier, faults, FAULTS);
  }

  static List<Fault> of(String tier, List<Fault> faults, String wanted) {
    if (wanted.equals("all")) {
      return faults;
    }
    var rows = new HashSet<Integer>();
    var numbers = wanted.isEmpty() ? List.<Long>of() : numbers(wanted);
    return faults.stream()
        .filter(
            fault ->
                wanted.isEmpty()
                    ? !isLeftToOthers(tier, fault) && rows.add(fault.number())
                    : numbers.contains((long) fault.number()))
        .toList();
  }

  /**
   * What comes from outside, and an older version, is tried on the other tiers: they are quicker.
   */
  private static boolean isLeftToOthers(String tier, Fault fault) {
    return tier.equals("kubernetes")
        && (OutsideFaults.ROWS.contains(fault.number()) || fault.number() == OTHER_VERSION);
  }

  static List<Long> seeds() {
    return numbers(SEEDS);
  }

  /** For how long clients ask, besides the time for which it is broken. */
  static Duration lasting() {
    return Duration.ofSeconds(SECONDS);
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

  /** Tiers that do not exist, of those that are wanted. */
  static Set<String> unknown(Set<String> known) {
    return tiers().stream().filter(tier -> !known.contains(tier)).collect(Collectors.toSet());
  }
}
