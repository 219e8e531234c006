package taskagent.chaos.fault;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import taskagent.acceptance.kubernetes.Deployment;

/** What can happen to the network of one pod, of two. Its own rules say what gets lost. */
final class NetworkFaults {

  private static final int PARTED = 14;
  private static final int POOR = 15;
  private static final Duration LASTING = Duration.ofSeconds(12);
  private static final Duration FLAP = Duration.ofMillis(1_500);
  private static final int FLAPS = 4;

  private static final String REDIS = "6379";
  private static final String SCHEDULER = "50006";
  private static final String ONE_IN_TWENTY = "0.05";

  /**
   * Half a second, more or less; where the kernel cannot do that, a line so narrow that packets
   * wait for so long, and are dropped if they would have to wait for longer.
   */
  private static final String SLOW =
      "tc qdisc add dev eth0 root netem delay 500ms 100ms 2>/dev/null ||"
          + " tc qdisc add dev eth0 root tbf rate 1mbit burst 4kb latency 500ms";

  /** A copy goes to the gateway, which sends it on to where it should go. */
  private static final String TWICE =
      "iptables -w 5 -t mangle -A OUTPUT -o eth0 -m statistic --mode random --probability "
          + ONE_IN_TWENTY
          + " -j TEE --gateway \"$(ip route show default | cut -d' ' -f3)\"";

  private static final String WELL =
      "iptables -w 5 -F; iptables -w 5 -t mangle -F; tc qdisc del dev eth0 root 2>/dev/null || :";

  private NetworkFaults() {}

  static List<Fault> all() {
    return List.of(
        fault(PARTED, "a pod cut off from Redis", pod -> cut(pod, REDIS, "INPUT", "OUTPUT")),
        fault(PARTED, "a pod does not hear Redis's answers", pod -> cut(pod, REDIS, "INPUT")),
        fault(PARTED, "a pod cut off from the scheduler", pod -> cut(pod, SCHEDULER, "OUTPUT")),
        new Fault(
            PARTED, "a pod cut off from Redis again and again", Duration.ZERO, flap(), heal()),
        fault(POOR, "packets of a pod late, by half a second", pod -> shell(pod, SLOW)),
        fault(POOR, "packets of a pod lost and doubled, 1 in 20", NetworkFaults::lose));
  }

  private static Fault fault(int row, String name, Consumer<Pod> inject) {
    return new Fault(row, name, LASTING, random -> inject.accept(any(random)), heal());
  }

  private static Pod any(Random random) {
    return Pod.any(Deployment.PODS, random);
  }

  private static Fault.Injection flap() {
    return random -> {
      var pod = any(random);
      for (int i = 0; i < FLAPS; i++) {
        cut(pod, REDIS, "INPUT", "OUTPUT");
        Thread.sleep(FLAP);
        shell(pod, WELL);
        Thread.sleep(FLAP);
      }
    };
  }

  /** Packets to and from that port vanish on their way in or out. */
  private static void cut(Pod pod, String port, String... ways) {
    for (var way : ways) {
      var which = way.equals("INPUT") ? "--sport" : "--dport";
      pod.inNetwork("iptables", "-w", "5", "-A", way, "-p", "tcp", which, port, "-j", "DROP");
    }
  }

  private static void lose(Pod pod) {
    for (var way : List.of("INPUT", "OUTPUT")) {
      shell(
          pod,
          "iptables -w 5 -A "
              + way
              + (way.equals("INPUT") ? " -i" : " -o")
              + " eth0 -m statistic --mode random --probability "
              + ONE_IN_TWENTY
              + " -j DROP");
    }
    shell(pod, TWICE);
  }

  private static void shell(Pod pod, String command) {
    pod.inNetwork("sh", "-euc", command);
  }

  private static Fault.Healing heal() {
    return () -> Pod.all(Deployment.PODS).forEach(pod -> shell(pod, WELL));
  }
}
