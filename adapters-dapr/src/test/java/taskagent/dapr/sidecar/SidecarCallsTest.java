package taskagent.dapr.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;
import taskagent.domain.contract.RecordedLog;
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
  void aFailureThatComesTooLateIsLoggedWithoutAStackForDebuggingOnly() {
    try (var log = new RecordedLog(SidecarCalls.class.getName(), Level.FINE)) {
      SidecarCalls.ignoreLateFailures();
      Operators.onErrorDropped(new IllegalStateException("too late"), Context.empty());
      assertThat(log.records())
          .filteredOn(record -> RecordedLog.message(record).contains("too late"))
          .singleElement()
          .satisfies(record -> assertThat(record.getLevel()).isEqualTo(Level.FINE))
          .satisfies(record -> assertThat(record.getThrown()).isNull());
    } finally {
      Hooks.resetOnErrorDropped();
    }
  }

  @Test
  void anOverloadedSystemIsNotAskedAgain() {
    var failure = Unavailable.overloaded("too many workflows are started at once");

    assertThatThrownBy(() -> SidecarCalls.again(() -> failsUntil(2, failure))).isSameAs(failure);
    assertThat(calls).hasValue(1);
  }
}
