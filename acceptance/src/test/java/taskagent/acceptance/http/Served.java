package taskagent.acceptance.http;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import taskagent.acceptance.server.Server;
import taskagent.dapr.cluster.ClusterPlan;
import taskagent.dapr.cluster.DaprCluster;

/** The packaged server that bad requests are sent to, on the engine of {@code taskagent.world}. */
interface Served {

  /** Where it serves. */
  String address();

  /** Has it end in order. */
  End stop();

  /** How it ended, and what it logged. */
  record End(int code, String log) {}

  /** Starts it; the embedded one keeps its data in that folder. */
  static Served start(Path data) {
    return switch (System.getProperty("taskagent.world", "embedded")) {
      case "embedded" -> embedded(Server.start(data, List.of()));
      case "dapr" -> onDapr(new DaprCluster(ClusterPlan.standard().replicas(1)).start());
      case String name -> throw new IllegalArgumentException("there is no world '" + name + "'");
    };
  }

  private static Served embedded(Server server) {
    return new Served() {
      @Override
      public String address() {
        return server.address();
      }

      @Override
      public End stop() {
        return new End(server.stop(), server.err());
      }
    };
  }

  private static Served onDapr(DaprCluster cluster) {
    var app = "app-0";
    cluster.awaitServing();
    return new Served() {
      @Override
      public String address() {
        return cluster.addresses().getFirst();
      }

      @Override
      public End stop() {
        try (cluster) {
          cluster.stop(app, Duration.ofSeconds(30));
          return new End(cluster.exitCode(app), cluster.logs(app));
        }
      }
    };
  }
}
