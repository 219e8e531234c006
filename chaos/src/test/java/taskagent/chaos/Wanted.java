package taskagent.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import taskagent.chaos.fault.Fault;

/**
 * What is to be run: {@code -Dchaos.tier=dapr,kubernetes -Dchaos.faults=5,6 -Dchaos.seeds=1-20
 * -Dchaos.seconds=60}; by default everything, once, for a short time.
 */
final class Wanted {

  private static final String TIERS = System.getProperty("chaos.tier", "embedded,dapr,kubernetes");
  private static final String FAULTS = System.getProperty("chaos.faults", "");
  private static final String SEEDS = System.getProperty("chaos.seeds", "1");
  private static final int SECONDS = Integer.getInteger("chaos.seconds", 12);

  private Wanted() {}

  static List<String> tiers() {
    return List.of(TIERS.split(",", -1));
  }

  static boolean includes(Fault fault) {
    return FAULTS.isEmpty() || numbers(FAULTS).contains((long) fault.number());
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
