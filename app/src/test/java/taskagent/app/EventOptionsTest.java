package taskagent.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import taskagent.domain.engine.EventPolicy;

/** What the log says at the start about the settings of events. */
final class EventOptionsTest {

  @Test
  void aSettingThatDaprIgnoresIsNamedTogetherWithTheOneThatCounts() {
    var policy = new EventPolicy(Duration.ofSeconds(5), Duration.ofHours(1), 8);
    assertThat(EventOptions.ignoredOnDapr(policy).orElseThrow())
        .contains("events.max-concurrent", "pubsub.yaml")
        .doesNotContain("\n");
  }

  @Test
  void settingsThatWorkOnDaprAreNotNamed() {
    var policy =
        new EventPolicy(Duration.ofSeconds(5), Duration.ofHours(1), EventPolicy.DEFAULT.atOnce());
    assertThat(EventOptions.ignoredOnDapr(policy)).isEmpty();
  }
}
