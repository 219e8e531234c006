package taskagent.chaos.fault;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import taskagent.chaos.load.HttpApi;
import taskagent.chaos.load.WebhookReceiver;
import taskagent.dapr.cluster.ClusterPlan;
import taskagent.dapr.cluster.DaprCluster;

/** Two replicas with sidecars, Redis, placement and scheduler, each in a container. */
public final class DaprTier implements Tier {

  private static final Duration BRIEF = Duration.ofSeconds(2);
  private static final Duration OUTAGE = Duration.ofSeconds(5);
  private static final Duration FROZEN = Duration.ofSeconds(30);

  /** The image that {@code older-build} builds. */
  public static final String OLDER = "taskagent/app:older";

  /** Longer than it takes for the deadline of a task that is due soon to expire. */
  private static final Duration PAST_DEADLINES = Duration.ofSeconds(10);

  /** Appends the first entries of a stream to the stream again, in reverse order. */
  private static final String REDELIVER =
      """
      local entries = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 100)
      for i = #entries, 1, -1 do redis.call('XADD', KEYS[1], '*', unpack(entries[i][2])) end
      return #entries
      """;

  private final WebhookReceiver receiver = new WebhookReceiver(InetAddress.getLoopbackAddress());
  private final DaprCluster cluster;

  /** Starts the cluster and waits until it serves. */
  public DaprTier() {
    var settings =
        receiver.settings().entrySet().stream()
            .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
            .toArray(String[]::new);
    cluster = new DaprCluster(ClusterPlan.standard().wrongClocks().settings(settings)).start();
    cluster.awaitServing();
  }

  @Override
  public String name() {
    return "dapr";
  }

  @Override
  public List<HttpApi> apis() {
    return cluster.addresses().stream().map(HttpApi::new).toList();
  }

  @Override
  public WebhookReceiver receiver() {
    return receiver;
  }

  @Override
  public List<Fault> faults() {
    var faults = new ArrayList<Fault>();
    faults.add(killed(2, "app", BRIEF));
    faults.add(frozenApp());
    faults.add(killed(5, "daprd", BRIEF));
    // Its successor waits about 20 s for the old lease to expire, while deadlines pass.
    faults.add(killed(6, "scheduler", BRIEF));
    faults.add(killed(6, "scheduler", Duration.ofSeconds(20)));
    faults.add(killed(6, "placement", BRIEF));
    faults.add(killed(7, "redis", OUTAGE));
    faults.add(killed(7, "redis", Duration.ofSeconds(60)));
    faults.add(
        new Fault(7, "redis frozen, 5 s", OUTAGE, _ -> cluster.pause("redis"), cluster::heal));
    faults.add(wrongClock("ahead", Duration.ofHours(1)));
    faults.add(wrongClock("behind", Duration.ofHours(-1)));
    faults.add(eventsRedelivered());
    faults.add(CommonFaults.invalidRequests(this));
    faults.addAll(CommonFaults.of(receiver));
    faults.addAll(
        CommonFaults.worstMoments(
            receiver, () -> () -> List.of("app-0", "app-1").forEach(cluster::kill), cluster::heal));
    faults.add(
        CommonFaults.compensationFails(receiver, () -> cluster.pause("redis"), cluster::heal));
    faults.add(otherVersion());
    return faults;
  }

  /** An older version continues what this version started, and the other way round. */
  private Fault otherVersion() {
    return new Fault(
        23,
        "older version for 8 s",
        Duration.ofSeconds(8),
        _ -> {
          cluster.replace(0, OLDER);
          cluster.replace(1, OLDER);
          cluster.awaitServing();
        },
        () -> {
          cluster.replace(0);
          cluster.replace(1);
          cluster.awaitServing();
        });
  }

  private Fault killed(int row, String part, Duration lasting) {
    var name = part + " killed" + (lasting.equals(BRIEF) ? "" : ", " + lasting.toSeconds() + " s");
    return new Fault(row, name, lasting, random -> cluster.kill(one(part, random)), cluster::heal);
  }

  /** An app starts with a wrong clock, which is corrected while it runs. */
  private Fault wrongClock(String how, Duration ahead) {
    var wrong = new AtomicInteger();
    return new Fault(
        16,
        "clock of one app 1 h " + how,
        PAST_DEADLINES,
        random -> {
          wrong.set(random.nextInt(cluster.addresses().size()));
          cluster.kill("app-" + wrong.get());
          cluster.setClock(wrong.get(), ahead);
          cluster.heal();
        },
        () -> cluster.setClock(wrong.get(), Duration.ZERO));
  }

  /** If the sidecar does not recover, the app has it restarted. */
  private Fault frozenApp() {
    return new Fault(
        3, "app frozen, 30 s", FROZEN, random -> cluster.pause(one("app", random)), cluster::heal);
  }

  /** Events arrive again, late and in reverse order. The app must not pass any of them on again. */
  private Fault eventsRedelivered() {
    var before = new AtomicInteger();
    return new Fault(
        18,
        "events redelivered late, in reverse order",
        OUTAGE,
        _ -> {
          before.set(receiver.duplicates());
          if (cluster.redis("EVAL", REDELIVER, "1", "task-events").equals("0")) {
            throw new IllegalStateException("there are no events to redeliver");
          }
        },
        () -> {
          int duplicates = receiver.duplicates() - before.get();
          if (duplicates > 0) {
            throw new IllegalStateException(duplicates + " events were passed on again");
          }
        });
  }

  /** Returns a random part whose name starts with this; there may be one for each replica. */
  private String one(String part, Random random) {
    var candidates = cluster.names().stream().filter(name -> name.startsWith(part)).toList();
    return candidates.get(random.nextInt(candidates.size()));
  }

  @Override
  public void awaitServing() {
    cluster.awaitServing();
  }

  @Override
  public void close() {
    cluster.close();
    receiver.close();
  }
}
