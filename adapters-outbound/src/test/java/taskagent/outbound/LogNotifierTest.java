package taskagent.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import taskagent.domain.port.Notifier.Failed;
import taskagent.domain.port.Notifier.Sent;
import taskagent.domain.processing.Notification;
import taskagent.domain.task.TaskId;

class LogNotifierTest {

  private static Notification notification(int number, int attempt) {
    return new Notification(
        "task-workflow-t" + number + "/notify/do",
        new TaskId("t" + number),
        "ada@example.com",
        "A title",
        Instant.EPOCH,
        attempt,
        false);
  }

  private static long failures(double rate, long seed) {
    var notifier = new LogNotifier(rate, seed, Duration.ZERO);
    return IntStream.range(0, 1000)
        .filter(i -> notifier.notify(notification(i, 1)) instanceof Failed)
        .count();
  }

  @Test
  void itFailsTheShareThatItIsToldTo() {
    assertThat(failures(0, 1)).isZero();
    assertThat(failures(1, 1)).isEqualTo(1000);
    assertThat(failures(0.2, 1)).isBetween(150L, 250L);
  }

  @Test
  void itFailsTheSameOnesInEveryProcessAndOthersForAnotherSeed() {
    var one = outcomes(7);
    assertThat(outcomes(7)).isEqualTo(one);
    assertThat(outcomes(8)).isNotEqualTo(one);
  }

  @Test
  void aFailedOneMayWorkWhenTriedAgain() {
    var notifier = new LogNotifier(0.5, 3, Duration.ZERO);
    var second =
        IntStream.range(0, 100)
            .filter(i -> notifier.notify(notification(i, 1)) instanceof Failed)
            .filter(i -> notifier.notify(notification(i, 2)) instanceof Sent)
            .count();
    assertThat(second).isPositive();
  }

  private static String outcomes(long seed) {
    var notifier = new LogNotifier(0.5, seed, Duration.ZERO);
    return IntStream.range(0, 64)
        .mapToObj(i -> notifier.notify(notification(i, 1)) instanceof Sent ? "+" : "-")
        .reduce("", String::concat);
  }
}
