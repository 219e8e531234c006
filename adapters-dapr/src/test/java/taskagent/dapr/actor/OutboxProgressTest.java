package taskagent.dapr.actor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import taskagent.domain.port.EventPublisher.Event;

final class OutboxProgressTest {

  private final List<String> published = new ArrayList<>();
  private int reminders;
  private boolean scheduled = true;
  private Duration now = Duration.ZERO;
  private final OutboxProgress pending = newPending();

  private OutboxProgress newPending() {
    return new OutboxProgress(this::remind, () -> now.toNanos());
  }

  private boolean remind() {
    reminders++;
    return scheduled;
  }

  private static List<Event> events(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(i -> new Event("e" + i, "topic", "type", "subject", Instant.EPOCH, "{}"))
        .toList();
  }

  private int takeAll(List<Event> events) {
    events.forEach(event -> published.add(event.id()));
    return events.size();
  }

  private int takeOne(List<Event> events) {
    return takeAll(events.subList(0, Math.min(1, events.size())));
  }

  @Test
  void aPublishedEventIsNotPublishedAgain() {
    assertThat(pending.publish(events(1, 3), this::takeAll)).isTrue();
    assertThat(pending.publish(events(1, 3), this::takeAll)).isTrue();
    assertThat(published).containsExactly("e1", "e2", "e3");
    assertThat(pending.of(events(1, 4))).isEqualTo(events(4, 4));
  }

  @Test
  void eventsThatFailedArePublishedLaterInOrder() {
    assertThat(pending.publish(events(1, 3), this::takeOne)).isFalse();
    assertThat(pending.of(events(1, 3))).isEqualTo(events(2, 3));
    assertThat(pending.publish(events(1, 3), this::takeAll)).isTrue();
    assertThat(published).containsExactly("e1", "e2", "e3");
  }

  @Test
  void anotherHostPublishesAllEventsOfTheDocument() {
    pending.publish(events(1, 2), this::takeAll);
    newPending().publish(events(1, 2), this::takeAll);
    assertThat(published).containsExactly("e1", "e2", "e1", "e2");
  }

  @Test
  void afterASaveNoEventIsKnownToBePublished() {
    pending.publish(events(1, 2), this::takeAll);
    pending.saved();
    assertThat(pending.of(events(3, 4))).isEqualTo(events(3, 4));
  }

  @Test
  void oneReminderCoversTheSavesOfTenSeconds() {
    pending.saving(events(1, 1));
    now = now.plusSeconds(9);
    pending.saving(events(2, 2));
    assertThat(reminders).isEqualTo(1);
    now = now.plusSeconds(2);
    pending.saving(events(3, 3));
    assertThat(reminders).isEqualTo(2);
  }

  @Test
  void aCancelledReminderCoversNothing() {
    pending.saving(events(1, 1));
    pending.forgetting();
    pending.saving(events(2, 2));
    assertThat(reminders).isEqualTo(2);
  }

  @Test
  void aReminderThatJustFiredCoversThisTurnEvenIfItCannotPublish() {
    pending.covered();
    pending.saving(events(1, 2));
    pending.publish(events(1, 2), this::takeOne);
    assertThat(reminders).isZero();
    pending.forgetting();
    pending.saving(events(3, 3));
    assertThat(reminders).isEqualTo(1);
  }

  @Test
  void aReminderThatCouldNotBeSetIsSetInTheNextTurn() {
    scheduled = false;
    pending.saving(events(1, 1));
    scheduled = true;
    pending.saving(events(2, 2));
    pending.saving(events(3, 3));
    assertThat(reminders).isEqualTo(2);
  }

  @Test
  void eventsThatFailedHaveAReminder() {
    pending.publish(events(1, 1), this::takeAll);
    assertThat(reminders).isZero();
    pending.publish(events(2, 3), this::takeOne);
    assertThat(reminders).isEqualTo(1);
  }

  @Test
  void aSaveWithoutEventsNeedsNoReminder() {
    pending.saving(List.of());
    assertThat(reminders).isZero();
  }
}
