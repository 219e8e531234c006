package taskagent.chaos.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import taskagent.chaos.check.Call;
import taskagent.chaos.check.Op;
import taskagent.chaos.check.Reply;
import taskagent.chaos.check.Seen;

class LoadTest {

  /** No time at all, in which nothing can be done. */
  private static Plan plan(int callsAtMost, int enough) {
    return new Plan(2, Duration.ZERO, Duration.ofMillis(1), callsAtMost, enough);
  }

  private static List<Call> calls(Plan plan) throws InterruptedException {
    try (var load = Load.start(plan, 1, "load", List.of(new Agreeing()))) {
      return load.await();
    }
  }

  @Test
  void itEndsWhenItsTimeIsOver() throws InterruptedException {
    assertThat(calls(plan(1_000, 0))).isEmpty();
  }

  @Test
  void itGoesOnUntilEnoughWasAcknowledged() throws InterruptedException {
    assertThat(calls(plan(1_000, 50))).hasSizeBetween(50, 100);
  }

  @Test
  void noClientAsksMoreThanItMay() throws InterruptedException {
    assertThat(calls(plan(5, 1_000))).hasSizeBetween(10, 20);
  }

  /** Whatever it is asked for. */
  private static final class Agreeing implements Api {

    @Override
    public Reply perform(Op op) {
      return new Reply(200, 1, "", "");
    }

    @Override
    public Seen.Task task(String id) throws IOException {
      throw new IOException("it has none");
    }

    @Override
    public Seen.Chat chat(String user) throws IOException {
      throw new IOException("it has none");
    }
  }
}
