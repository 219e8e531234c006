package taskagent.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import taskagent.domain.port.DeadLetters;
import taskagent.domain.port.DeadLetters.DeadLetter;
import taskagent.domain.port.EventPublisher;
import taskagent.domain.port.EventPublisher.Event;

/** How every engine keeps its dead letters (specification §6). */
public abstract class DeadLettersContract {

  protected static final String REASON = "the subscriber answered 400";

  /** Returns the dead letters. */
  protected abstract DeadLetters letters();

  /** Gives up an event after three attempts, because of {@link #REASON}. */
  protected abstract void bury(Event event);

  /** Returns the ids of the events that were published again, in their order. */
  protected abstract List<String> published();

  private static Event event(int number) {
    return new Event(
        "t" + number + "/1",
        EventPublisher.TASK_EVENTS,
        "task.created",
        "t" + number,
        Instant.parse("2026-03-01T10:00:00.123Z"),
        "{\"title\":\"A\"}");
  }

  private void bury(int count) {
    IntStream.range(0, count).mapToObj(DeadLettersContract::event).forEach(this::bury);
  }

  /** Returns all of them, by pages. */
  private List<DeadLetter> all(int limit) {
    var all = new ArrayList<DeadLetter>();
    for (var next = OptionalLong.of(0); next.isPresent(); ) {
      var page = letters().list(next.getAsLong(), limit);
      assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
      all.addAll(page.items());
      next = page.next();
    }
    return all;
  }

  private List<String> ids() {
    return all(500).stream().map(letter -> letter.event().id()).toList();
  }

  @Test
  void theyAreListedPageByPageInTheOrderOfTheirDeath() {
    assertThat(letters().list(0, 1)).isEqualTo(new DeadLetters.Page(List.of(), noMore()));
    bury(60);
    var expected = IntStream.range(0, 60).mapToObj(i -> event(i).id()).toList();
    for (int limit : new int[] {1, 7, 59, 60, 61}) {
      assertThat(all(limit)).extracting(letter -> letter.event().id()).isEqualTo(expected);
    }
    assertThat(all(25)).extracting(DeadLetter::number).isSorted().doesNotHaveDuplicates();
    var last = all(500).getLast().number();
    assertThat(letters().list(last, 10).items()).isEmpty();
    assertThat(letters().list(Long.MAX_VALUE, 10).items()).isEmpty();
  }

  private static OptionalLong noMore() {
    return OptionalLong.empty();
  }

  @Test
  void aLetterHasTheWholeEventAndWhyItDied() {
    bury(2);
    var letter = all(10).getLast();
    assertThat(letter.event()).isEqualTo(event(1));
    assertThat(letter.tries()).isEqualTo(3);
    assertThat(letter.reason()).isEqualTo(REASON);
    assertThat(letters().find(letter.number())).contains(letter);
    assertThat(letters().find(letter.number() + 1)).isEmpty();
  }

  @Test
  void aReplayedLetterIsPublishedOnceAndGone() {
    bury(3);
    var number = all(10).get(1).number();
    assertThat(letters().replay(number)).isTrue();
    assertThat(letters().replay(number)).isFalse();
    assertThat(published()).containsExactly("t1/1");
    assertThat(letters().find(number)).isEmpty();
    assertThat(ids()).containsExactly("t0/1", "t2/1");
  }

  @Test
  void allAreReplayed() {
    bury(60);
    assertThat(letters().drop(all(10).getFirst().number())).isTrue();
    assertThat(letters().replayAll()).isEqualTo(59);
    assertThat(published()).hasSize(59).doesNotHaveDuplicates().doesNotContain("t0/1");
    assertThat(ids()).isEmpty();
    assertThat(letters().replayAll()).isZero();
  }

  @Test
  void aDroppedLetterIsGoneAndNotPublished() {
    bury(2);
    var number = all(10).getFirst().number();
    assertThat(letters().drop(number)).isTrue();
    assertThat(letters().drop(number)).isFalse();
    assertThat(letters().replay(number)).isFalse();
    assertThat(ids()).containsExactly("t1/1");
    assertThat(published()).isEmpty();
  }

  @Test
  void anEventThatDiesAgainIsANewLetter() {
    bury(1);
    var first = all(10).getFirst().number();
    assertThat(letters().replay(first)).isTrue();
    bury(1);
    assertThat(all(10))
        .singleElement()
        .satisfies(letter -> assertThat(letter.number()).isGreaterThan(first));
  }
}
