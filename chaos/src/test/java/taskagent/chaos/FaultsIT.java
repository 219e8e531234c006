package taskagent.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import taskagent.chaos.fault.DaprSite;
import taskagent.chaos.fault.EmbeddedSite;
import taskagent.chaos.fault.Fault;
import taskagent.chaos.fault.KubernetesSite;
import taskagent.chaos.fault.Script;
import taskagent.chaos.fault.Site;
import taskagent.chaos.load.Plan;
import taskagent.chaos.run.Pieces;
import taskagent.chaos.run.Report;
import taskagent.chaos.run.Trial;

/**
 * Faults, on every tier where they can be had, under load; then nothing that was acknowledged is
 * lost, and every invariant holds. {@link Wanted} says how to choose.
 */
@Tag("chaos")
class FaultsIT {

  private static final Path PIECES = Path.of("target/pieces");
  private static final int CALLS_AT_MOST = 3_000;

  /** So many calls must be acknowledged for each second for which clients ask. */
  private static final int ENOUGH = 4;

  @TempDir static Path data;

  private static Optional<Site> open = Optional.empty();
  private static int ran;

  @AfterAll
  static void report() throws IOException {
    open.ifPresent(Site::close);
    assertThat(ran).as("faults that are wanted, and can be had on these tiers").isPositive();
    var pieces = new Pieces(PIECES).all();
    if (!pieces.isEmpty()) {
      var report = new Report(pieces);
      report.write(Path.of("target/report"));
      if (Boolean.getBoolean("chaos.docs")) {
        report.writeInto(Path.of("../docs/chaos.md"));
      }
      System.out.println("See chaos/target/report/index.html");
    }
  }

  @TestFactory
  Stream<DynamicNode> faults() {
    assertThat(Wanted.unknown(Set.of("embedded", "dapr", "kubernetes")))
        .as("unknown tiers in -Dchaos.tier")
        .isEmpty();
    return Wanted.tiers().stream()
        .map(tier -> dynamicContainer(tier, Stream.of(tier).flatMap(this::ofTier)));
  }

  /** The site is opened once the tests of a tier begin, and takes the place of the one before. */
  private Stream<DynamicTest> ofTier(String tier) {
    open.ifPresent(Site::close);
    var site = site(tier);
    open = Optional.of(site);
    var faults = Wanted.of(tier, site.faults());
    return Wanted.seeds().stream()
        .flatMap(
            seed ->
                faults.stream()
                    .map(
                        fault ->
                            dynamicTest(
                                "%s: %s, seed %d".formatted(tier, fault, seed),
                                () -> run(site, fault, seed))));
  }

  private static Site site(String tier) {
    try {
      return switch (tier) {
        case "embedded" -> new EmbeddedSite(data.resolve("disk"));
        case "dapr" -> {
          Script.run("../k8s/images/docker");
          Script.run("../k8s/images/build");
          Script.run("./older-build");
          Script.run("./install-faketime");
          yield new DaprSite();
        }
        case "kubernetes" -> {
          Script.run("../k8s/local/cluster", "up");
          Script.run("../k8s/images/docker");
          Script.run("./older-build");
          Script.run(
              "../k8s/local/cluster",
              "load",
              "taskagent/redis:7",
              "taskagent/app:latest",
              DaprSite.OLDER);
          yield new KubernetesSite();
        }
        default -> throw new IllegalArgumentException(tier);
      };
    } catch (IOException e) {
      throw new IllegalStateException("the tier " + tier + " cannot be set up", e);
    }
  }

  private static void run(Site site, Fault fault, long seed) throws Exception {
    ran++;
    var piece = new Trial(site, fault, seed, plan(site.tier(), fault)).run();
    new Pieces(PIECES).add(piece);
    System.out.printf(
        "%s: %s, seed %d: %d calls, %d acknowledged, %d not now, %d without answer, %d sagas;"
            + " %s, at rest after %d ms; %d violations%n",
        site.tier(),
        fault,
        seed,
        piece.calls().all(),
        piece.calls().acknowledged(),
        piece.calls().notNow(),
        piece.calls().unanswered(),
        piece.sagas(),
        piece.recoveredMillis() < 0
            ? "not as before"
            : "as before after %d ms".formatted(piece.recoveredMillis()),
        piece.settledMillis(),
        piece.violations().size());
    if (!piece.violations().isEmpty()) {
      site.saveLogs(
          Path.of(
              "target/clusters", "%s-row-%d-seed-%d".formatted(site.tier(), fault.number(), seed)));
    }
    assertThat(piece.violations()).as("seed %d", seed).isEqualTo(List.of());
  }

  private static Plan plan(String tier, Fault fault) {
    var lasting = Wanted.lasting().plus(fault.lasting());
    int enough = ENOUGH * (int) Wanted.lasting().toSeconds();
    return switch (tier) {
      case "embedded" -> new Plan(8, lasting, Duration.ofMillis(30), CALLS_AT_MOST, enough);
      case "dapr" -> new Plan(8, lasting, Duration.ofMillis(150), CALLS_AT_MOST, enough);
      default -> new Plan(6, lasting, Duration.ofMillis(200), CALLS_AT_MOST, enough);
    };
  }
}
