package taskagent.chaos.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import taskagent.chaos.sim.RunChecks;
import taskagent.domain.contract.Recorder;
import taskagent.domain.run.RunView;
import taskagent.embedded.KillableEngine;

/**
 * A real process is killed (SIGKILL) repeatedly while runs of the kinds that only tests have are in
 * flight: orders whose steps are planned, monitors that continue as new, and tours with child runs.
 * Each run ends as it must, each signal takes effect once, and so does each command.
 *
 * <p>{@code -Dtaskagent.seed=N} repeats the instants of an earlier run.
 */
@Tag("chaos")
@ResourceLock("processors")
class KilledRunsIT {

  private static final long SEED = Long.getLong("taskagent.seed", System.nanoTime());
  private static final int KILLS = 5;
  private static final int KILLED_WITHIN_MILLIS = 1_500;
  private static final int OPEN_AT_LEAST = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  private final ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor();

  @AfterEach
  void endKiller() {
    killer.shutdownNow();
  }

  @Test
  void runsOfEveryKindEndAsTheyMust() throws Exception {
    System.out.printf("-Dtaskagent.seed=%d%n", SEED);
    var random = new Random(SEED);
    KillableEngine.make(folder);
    for (int i = 0; i < KILLS; i++) {
      workUntilKilled(random.nextInt(KILLED_WITHIN_MILLIS));
    }
    try (var engine = KillableEngine.open(folder)) {
      check(engine);
    }
  }

  /** Kills the process a while after each of its clients has started a batch. */
  private void workUntilKilled(int millis) throws Exception {
    int before = RunClients.acknowledged(folder).size();
    var log = folder.resolve("log");
    var process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                RunClients.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      Awaitility.await("clients get answers")
          .pollInterval(Duration.ofMillis(10))
          .atMost(PATIENCE)
          .until(
              () ->
                  !process.isAlive()
                      || RunClients.acknowledged(folder).size() >= before + RunClients.AT_ONCE);
      assertThat(process.isAlive()).as(() -> text(log)).isTrue();
    } finally {
      killer
          .schedule(process::destroyForcibly, millis, TimeUnit.MILLISECONDS)
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    assertThat(process.waitFor()).as(() -> text(log)).isEqualTo(137);
  }

  private void check(KillableEngine engine) throws InterruptedException, ExecutionException {
    for (var id : RunClients.acknowledged(folder)) {
      assertThat(engine.runs().find(id)).as("%s was acknowledged", id).isPresent();
    }
    var clients = new RunClients(folder, engine);
    clients.finish();
    var asked = clients.asked();
    var taken = engine.taken();
    for (var scripted : asked) {
      check(engine, scripted, taken);
    }
    assertThat(engine.carriedOut()).as("commands of aggregates").doesNotHaveDuplicates();
    var open = RunClients.leftOpen(folder).stream().skip(1).toList();
    assertThat(open).as("open runs at each kill").hasSize(KILLS);
    assertThat(open.stream().mapToInt(Integer::intValue).sum()).isGreaterThan(OPEN_AT_LEAST);
    var calls = engine.calls();
    System.out.printf(
        "%d runs; open at the kills: %s; %d calls to the outside, %d of them repeated%n",
        asked.size(), open, calls.size(), calls.size() - new HashSet<>(calls).size());
  }

  private static void check(KillableEngine engine, ScriptedRun scripted, Recorder taken) {
    var view = engine.runs().find(scripted.id()).orElseThrow();
    var children =
        scripted.children().stream().flatMap(id -> engine.runs().find(id).stream()).toList();
    assertThat(view.defect()).as("%s", scripted.id()).isEmpty();
    assertThat(view.state().outcome()).as("%s", scripted.id()).contains(scripted.outcome());
    checkCommands(view, taken, children);
    children.forEach(child -> checkCommands(child, taken, List.of()));
    if (!scripted.told().isEmpty()) {
      assertThat(taken.of(scripted.id())).as("%s", scripted.id()).isEqualTo(scripted.told());
    }
  }

  private static void checkCommands(RunView view, Recorder taken, List<RunView> children) {
    assertThat(new RunChecks(view, taken, children).violations()).isEmpty();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
