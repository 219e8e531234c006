package taskagent.dapr.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import taskagent.domain.port.Unavailable;

/** Calls are repeated while Dapr is unavailable, for a limited time. */
final class SidecarCallsTest {

  private final AtomicInteger calls = new AtomicInteger();

  private String failsUntil(int call, Unavailable failure) {
    if (calls.incrementAndGet() < call) {
      throw failure;
    }
    return "done";
  }

  @Test
  void aCallIsRepeatedUntilItSucceeds() {
    var failure = Unavailable.outOfReach("Dapr is unavailable");

    assertThat(SidecarCalls.again(() -> failsUntil(4, failure))).isEqualTo("done");
    assertThat(calls).hasValue(4);
  }

  @Test
  void aFirstCallThatTakesAllTheTimeIsMadeOnceMore() {
    var failure = Unavailable.outOfReach("Dapr does not answer in time");

    assertThat(SidecarCalls.again(Duration.ZERO, () -> failsUntil(2, failure))).isEqualTo("done");
    calls.set(0);
    assertThatThrownBy(() -> SidecarCalls.again(Duration.ZERO, () -> failsUntil(3, failure)))
        .isSameAs(failure);
    assertThat(calls).hasValue(2);
  }

  @Test
  void anOverloadedSystemIsNotAskedAgain() {
    var failure = Unavailable.overloaded("too many workflows are started at once");

    assertThatThrownBy(() -> SidecarCalls.again(() -> failsUntil(2, failure))).isSameAs(failure);
    assertThat(calls).hasValue(1);
  }
}
