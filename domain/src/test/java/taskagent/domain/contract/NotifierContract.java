package taskagent.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import taskagent.domain.port.Notifier;
import taskagent.domain.processing.Notification;
import taskagent.domain.task.TaskId;

/** The contract of {@link Notifier}. */
public abstract class NotifierContract {

  /** A notifier with a receiver that a test can inspect and break. */
  public interface Subject extends AutoCloseable {

    /** Returns the notifier. */
    Notifier notifier();

    /** Returns the keys of all received notifications, in order, including duplicates. */
    List<String> received();

    /** Makes the receiver unreachable. */
    void breakReceiver();

    @Override
    void close();
  }

  /** Opens a notifier with a working receiver. */
  protected abstract Subject open();

  private static Notification notification(String key, int attempt) {
    return new Notification(
        key,
        new TaskId("task-1"),
        "Ann Ω <ann@example.org>",
        "Grüße \"quoted\" \r\n 🎉",
        Instant.parse("2026-03-01T10:00:00Z"),
        attempt,
        false);
  }

  @Test
  void aSentNotificationReachesTheReceiverWithItsKey() {
    try (var subject = open()) {
      var answer = subject.notifier().notify(notification("task-workflow-1/notify/do", 1));

      assertThat(answer).isEqualTo(new Notifier.Sent());
      assertThat(subject.received()).containsExactly("task-workflow-1/notify/do");
    }
  }

  @Test
  void aRepeatedNotificationHasTheSameKey() {
    try (var subject = open()) {
      subject.notifier().notify(notification("task-workflow-1/notify/do", 1));

      subject.notifier().notify(notification("task-workflow-1/notify/do", 2));

      assertThat(subject.received()).containsOnly("task-workflow-1/notify/do");
    }
  }

  @Test
  void anErrorIsAnAnswerAndNotAnException() {
    try (var subject = open()) {
      subject.breakReceiver();

      var answer = subject.notifier().notify(notification("task-workflow-2/notify/do", 1));

      assertThat(answer)
          .isInstanceOfSatisfying(
              Notifier.Failed.class,
              failed -> {
                assertThat(failed.reason()).isNotBlank();
                assertThat(failed.transientError()).as("a retry may succeed").isTrue();
              });
      assertThat(subject.received()).isEmpty();
    }
  }
}
