package taskagent.chaos.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import taskagent.chaos.check.CallResult;
import taskagent.chaos.check.ClientCall;
import taskagent.chaos.check.ClientRequest;
import taskagent.chaos.check.ObservedState;

class ClientLoadTest {

  /** A plan without time, in which no request can be sent. */
  private static LoadPlan plan(int callsAtMost, int enough) {
    return new LoadPlan(2, Duration.ZERO, Duration.ofMillis(1), callsAtMost, enough);
  }

  private static List<ClientCall> calls(LoadPlan plan) throws InterruptedException {
    try (var load = ClientLoad.start(plan, 1, "load", List.of(new AcknowledgingApi()))) {
      return load.await();
    }
  }

  @Test
  void clientsStopWhenTheTimeIsOver() throws InterruptedException {
    assertThat(calls(plan(1_000, 0))).isEmpty();
  }

  @Test
  void clientsContinueUntilEnoughCallsAreAcknowledged() throws InterruptedException {
    assertThat(calls(plan(1_000, 50))).hasSizeBetween(50, 100);
  }

  @Test
  void noClientExceedsItsCalls() throws InterruptedException {
    assertThat(calls(plan(5, 1_000))).hasSizeBetween(10, 20);
  }

  /** Acknowledges every request. */
  private static final class AcknowledgingApi implements SystemApi {

    @Override
    public CallResult perform(ClientRequest op) {
      return new CallResult(200, 1, "", "");
    }

    @Override
    public ObservedState.ObservedTask task(String id) throws IOException {
      throw new IOException("it has none");
    }

    @Override
    public ObservedState.ObservedChat chat(String user) throws IOException {
      throw new IOException("it has none");
    }
  }
}
