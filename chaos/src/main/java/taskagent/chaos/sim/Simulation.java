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
import taskagent.embedded.MortalEngine;

/**
 * Many worlds, each from a seed of its own, some of them at the same time. The seed decides
 * everything: what is asked for, which part of the engine is next, at which commits it dies, and
 * what fails outside.
 *
 * <p>Run as a program: {@code Simulation FIRST-SEED COUNT CRASHES FOLDER}; it ends with 1 if an
 * invariant did not hold.
 */
public final class Simulation {

  /** More than there are cores, for each waits for the disk now and then. */
  private static final int AT_ONCE = 16;

  private static final int STORIES = 5;

  private final Path folder;
  private final int crashes;
  private final SortedMap<Long, List<Violation>> violations = new ConcurrentSkipListMap<>();
  private final AtomicInteger lives = new AtomicInteger();

  private Simulation(Path folder, int crashes) {
    this.folder = folder;
    this.crashes = crashes;
  }

  /**
   * What came of it.
   *
   * @param crashes how many there were
   * @param violations by seed
   */
  public record Result(int crashes, SortedMap<Long, List<Violation>> violations) {}

  /**
   * Simulates.
   *
   * @param folder where the worlds are, while they last
   * @param crashes how many each has
   */
  public static Result run(Path folder, long firstSeed, int count, int crashes)
      throws InterruptedException {
    var simulation = new Simulation(folder, crashes);
    MortalEngine.make(folder.resolve("made"));
    try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      var worlds = new ArrayList<Future<?>>();
      for (long seed = firstSeed; seed < firstSeed + count; seed++) {
        long one = seed;
        worlds.add(
            threads.submit(
                () -> {
                  simulation.live(one);
                  return one;
                }));
      }
      for (var world : worlds) {
        world.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a world cannot be simulated", e.getCause());
    }
    return new Result(simulation.lives.get() * crashes, simulation.violations);
  }

  private void live(long seed) throws IOException {
    var place = folder.resolve("world-" + seed);
    MortalEngine.copy(folder.resolve("made"), place);
    var found = new World(place, seed, crashes).live();
    if (!found.isEmpty()) {
      violations.put(seed, found);
    }
    lives.incrementAndGet();
    delete(place);
  }

  private static void delete(Path place) throws IOException {
    try (var files = Files.walk(place)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** See above. */
  public static void main(String... arguments) throws InterruptedException {
    // Each crash makes the engine warn of what it cannot do any more.
    LogManager.getLogManager().getLogger("").setLevel(Level.SEVERE);
    long began = System.nanoTime();
    var result =
        run(
            Path.of(arguments[3]),
            Long.parseLong(arguments[0]),
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]));
    System.out.printf(
        "%d crashes in %.1f s; %d worlds are not as they should be%n",
        result.crashes(), (System.nanoTime() - began) / 1e9, result.violations().size());
    result.violations().entrySet().stream()
        .limit(STORIES)
        .forEach(
            each ->
                each.getValue()
                    .forEach(v -> System.out.println("seed " + each.getKey() + ": " + v)));
    System.exit(result.violations().isEmpty() ? 0 : 1);
  }
}
