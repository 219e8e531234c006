package taskagent.dapr;

import io.dapr.client.DaprClient;
import io.dapr.client.DaprClientBuilder;
import io.dapr.config.Properties;
import java.time.Duration;
import java.util.Optional;

/** What there is of an app without a sidecar. */
final class Nowhere {

  private Nowhere() {}

  /** Reaches nobody. */
  static DaprClient client() {
    return new DaprClientBuilder().withPropertyOverride(Properties.GRPC_PORT, "1").build();
  }

  /** Whoever calls in has to know this token, if there is one. */
  static DaprSettings settings(Optional<String> token) {
    return new DaprSettings(
        "127.0.0.1",
        0,
        token,
        Optional.empty(),
        "statestore",
        "pubsub",
        Duration.ofSeconds(60),
        10,
        true);
  }
}
