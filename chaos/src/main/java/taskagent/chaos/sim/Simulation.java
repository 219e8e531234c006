package taskagent.chaos.sim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.LogManager;
import taskagent.chaos.check.Violation;
import taskagent.embedded.CrashableEngine;
import taskagent.embedded.DatabaseUnusable;

/**
 * Simulates many lives of the system, several at the same time. The seed of a life decides
 * everything: the requests, which part of the engine runs next, the commits at which it crashes,
 * and the failures of receivers.
 *
 * <p>As a program: {@code Simulation FIRST-SEED COUNT CRASHES FOLDER}. Its exit code is 1 if an
 * invariant did not hold, or if a life could not be simulated.
 */
public final class Simulation {

  /** More than there are cores, because each life waits for the disk now and then. */
  private static final int CONCURRENT_LIVES = 16;

  private static final int MAX_PRINTED = 5;

  private final Path folder;
  private final int crashes;
  private final SortedMap<Long, List<Violation>> violations = new ConcurrentSkipListMap<>();
  private final SortedMap<Long, Exception> failures = new ConcurrentSkipListMap<>();
  private final AtomicInteger lives = new AtomicInteger();

  private Simulation(Path folder, int crashes) {
    this.folder = folder;
    this.crashes = crashes;
  }

  /**
   * The result.
   *
   * @param crashes how many crashes there were
   * @param violations the violations, by seed
   * @param failures why a life could not be simulated, by seed; for example because the machine was
   *     too busy to open its database in time
   */
  public record Result(
      int crashes,
      SortedMap<Long, List<Violation>> violations,
      SortedMap<Long, Exception> failures) {}

  /**
   * Simulates lives.
   *
   * @param folder where the databases of running lives are stored
   * @param crashes how many crashes each life has
   */
  public static Result run(Path folder, long firstSeed, int count, int crashes)
      throws InterruptedException {
    var simulation = new Simulation(folder, crashes);
    CrashableEngine.make(folder.resolve("empty"));
    try (var threads = Executors.newFixedThreadPool(CONCURRENT_LIVES)) {
      var all = new ArrayList<Future<?>>();
      for (long seed = firstSeed; seed < firstSeed + count; seed++) {
        long one = seed;
        all.add(threads.submit(() -> simulation.live(one)));
      }
      for (var each : all) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the simulation has a defect", e.getCause());
    }
    return new Result(simulation.lives.get() * crashes, simulation.violations, simulation.failures);
  }

  /** The results of all other lives count, if this one cannot be simulated. */
  private void live(long seed) {
    var place = folder.resolve("life-" + seed);
    try {
      CrashableEngine.copy(folder.resolve("empty"), place);
      var found = new SimulatedLife(place, seed, crashes).live();
      if (!found.isEmpty()) {
        violations.put(seed, found);
      }
      lives.incrementAndGet();
      delete(place);
    } catch (IOException | DatabaseUnusable e) {
      failures.put(seed, e);
    }
  }

  private static void delete(Path place) throws IOException {
    try (var files = Files.walk(place)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Runs the program. */
  public static void main(String... arguments) throws InterruptedException {
    // Each crash makes the engine log warnings.
    LogManager.getLogManager().getLogger("").setLevel(Level.SEVERE);
    long began = System.nanoTime();
    var result =
        run(
            Path.of(arguments[3]),
            Long.parseLong(arguments[0]),
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]));
    System.out.printf(
        "%d crashes in %.1f s; %d lives with violations%n",
        result.crashes(), (System.nanoTime() - began) / 1e9, result.violations().size());
    result
        .failures()
        .forEach((seed, e) -> System.out.printf("seed %d was not simulated: %s%n", seed, e));
    result.violations().entrySet().stream()
        .limit(MAX_PRINTED)
        .forEach(
            each ->
                each.getValue()
                    .forEach(v -> System.out.println("seed " + each.getKey() + ": " + v)));
    System.exit(result.violations().isEmpty() && result.failures().isEmpty() ? 0 : 1);
  }
}
