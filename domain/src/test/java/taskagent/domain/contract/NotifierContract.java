package taskagent.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import taskagent.domain.port.Notifier;
import taskagent.domain.processing.Notification;
import taskagent.domain.task.TaskId;

/** What every adapter of {@link Notifier} must do. */
public abstract class NotifierContract {

  /** A notifier with a receiver that a test can look into and break. */
  public interface Subject extends AutoCloseable {

    /** The notifier. */
    Notifier notifier();

    /** The keys of what reached the receiver, in order; twice, if it came twice. */
    List<String> received();

    /** From now on the receiver cannot be reached. */
    void breakReceiver();

    @Override
    void close();
  }

  /** A notifier with a receiver that works. */
  protected abstract Subject open();

  private static Notification notification(String key, int attempt) {
    return new Notification(
        key,
        new TaskId("task-1"),
        "Ann Ω <ann@example.org>",
        "Grüße \"quoted\" \r\n 🎉",
        Instant.parse("2026-03-01T10:00:00Z"),
        attempt);
  }

  @Test
  void whatItSentReachesTheReceiverWithItsKey() {
    try (var subject = open()) {
      var answer = subject.notifier().notify(notification("task-workflow-1/notify/do", 1));

      assertThat(answer).isEqualTo(new Notifier.Sent());
      assertThat(subject.received()).containsExactly("task-workflow-1/notify/do");
    }
  }

  @Test
  void aNotificationSentAgainComesUnderTheSameKeySoThatTheReceiverCanTell() {
    try (var subject = open()) {
      subject.notifier().notify(notification("task-workflow-1/notify/do", 1));

      subject.notifier().notify(notification("task-workflow-1/notify/do", 2));

      assertThat(subject.received()).containsOnly("task-workflow-1/notify/do");
    }
  }

  @Test
  void whatGoesWrongIsAnAnswerAndNotAnException() {
    try (var subject = open()) {
      subject.breakReceiver();

      var answer = subject.notifier().notify(notification("task-workflow-2/notify/do", 1));

      assertThat(answer)
          .isInstanceOfSatisfying(
              Notifier.Failed.class,
              failed -> {
                assertThat(failed.reason()).isNotBlank();
                assertThat(failed.transientError()).as("trying again may help").isTrue();
              });
      assertThat(subject.received()).isEmpty();
    }
  }
}
