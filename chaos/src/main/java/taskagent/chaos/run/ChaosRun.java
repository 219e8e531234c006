package taskagent.chaos.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import taskagent.chaos.check.ClientCall;
import taskagent.chaos.check.ClientRequest;
import taskagent.chaos.check.Violation;
import taskagent.chaos.fault.Fault;
import taskagent.chaos.fault.Tier;
import taskagent.chaos.load.ClientLoad;
import taskagent.chaos.load.LoadPlan;

/**
 * One run: clients send requests, a fault is injected and healed, and every invariant is checked
 * once the system has settled.
 */
public final class ChaosRun {

  /** The load before the fault lasts at most this long, and up to a second more. */
  private static final Duration MAX_BEFORE_FAULT = Duration.ofSeconds(4);

  private static final double SHARE_BEFORE_FAULT = 0.375;

  private final Tier tier;
  private final Fault fault;
  private final long seed;
  private final LoadPlan plan;

  /** Creates a run of a fault on a tier. */
  public ChaosRun(Tier tier, Fault fault, long seed, LoadPlan plan) {
    this.tier = tier;
    this.fault = fault;
    this.seed = seed;
    this.plan = plan;
  }

  /** Runs it. */
  public RunResult run() throws Exception {
    tier.renew();
    var random = new Random(seed);
    var name = "s%d-%s".formatted(seed, Long.toString(System.nanoTime(), 36));
    var began = Instant.now();
    try (var load = ClientLoad.start(plan, seed, name, tier.apis())) {
      Thread.sleep(beforeFault().plusMillis(random.nextInt(1_000)));
      var injected = Instant.now();
      Instant healed;
      try {
        fault.inject().inject(random);
        Thread.sleep(fault.lasting());
      } finally {
        fault.heal().heal();
        healed = Instant.now();
      }
      tier.awaitServing();
      var calls = load.await();
      return check(began, injected, healed, calls);
    }
  }

  private Duration beforeFault() {
    long load = plan.lasting().minus(fault.lasting()).toMillis();
    long share = (long) (load * SHARE_BEFORE_FAULT);
    return Duration.ofMillis(Math.min(MAX_BEFORE_FAULT.toMillis(), share));
  }

  private RunResult check(Instant began, Instant injected, Instant healed, List<ClientCall> calls)
      throws InterruptedException {
    var stopped = Instant.now();
    var violations = new SettlingCheck(tier, calls).settle(healed, plan.enough());
    var throughput = Throughput.of(calls, began);
    return new RunResult(
        SourceCommit.current(),
        began.toString(),
        tier.name(),
        fault.number(),
        fault.name(),
        seed,
        count(calls),
        accepted(calls),
        violations.stream().map(Violation::toString).toList(),
        Duration.between(began, injected).toMillis(),
        Duration.between(began, healed).toMillis(),
        throughput.recovered(Duration.between(began, injected)).toMillis(),
        Duration.between(stopped, Instant.now()).toMillis(),
        Duration.between(began, Instant.now()).toMillis(),
        throughput.done());
  }

  private static RunResult.Calls count(List<ClientCall> calls) {
    int acknowledged = 0;
    int notNow = 0;
    int unanswered = 0;
    for (var call : calls) {
      acknowledged += call.acknowledged() ? 1 : 0;
      notNow += call.reply().status() == 503 || call.reply().status() == 429 ? 1 : 0;
      unanswered += call.reply().status() == 0 ? 1 : 0;
    }
    return new RunResult.Calls(calls.size(), acknowledged, notNow, unanswered);
  }

  private static int accepted(List<ClientCall> calls) {
    return (int)
        calls.stream()
            .filter(call -> call.op() instanceof ClientRequest.ProcessTask && call.acknowledged())
            .map(call -> call.op().subject())
            .distinct()
            .count();
  }
}
