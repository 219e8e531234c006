package taskagent.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import taskagent.chaos.check.Op.Ask;
import taskagent.chaos.check.Op.Change;
import taskagent.chaos.check.Op.Command;
import taskagent.chaos.check.Op.GiveUp;
import taskagent.chaos.check.Op.Look;
import taskagent.chaos.check.Op.Say;
import taskagent.chaos.check.Op.Wish;

/** A run in which all is well, and what is found when one thing in it is not. */
class CheckerTest {

  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
  private static final String TASK = "t";

  private final List<Call> calls = new ArrayList<>();
  private final Map<String, Seen.Task> tasks = new HashMap<>();
  private final Map<String, Seen.Chat> chats = new HashMap<>();
  private final Map<String, Set<String>> notified = new HashMap<>();
  private final Map<String, Map<Long, String>> published = new HashMap<>();
  private final Map<String, Instant> overdue = new HashMap<>();
  private final Set<String> compensated = new HashSet<>();
  private Optional<Instant> deadline = Optional.of(START.plusSeconds(3_600));

  private static Instant second(int number) {
    return START.plusSeconds(number);
  }

  /** A call from one second to the next. */
  private void call(int second, Op op, int status, long number) {
    calls.add(
        new Call(0, op, second(second), second(second + 1), new Reply(status, number, "", "")));
  }

  /** The statuses to which each change leads. */
  private void task(String outcome, String... changes) {
    var timeline = new ArrayList<Seen.Entry>();
    var events = new HashMap<Long, String>();
    var status = "";
    for (var change : changes) {
      var to =
          switch (change) {
            case "created", "unassigned" -> "pending";
            case "deadline_set", "deadline_cleared" -> status;
            default -> change;
          };
      timeline.add(new Seen.Entry(second(timeline.size()), change, status, to));
      events.put((long) timeline.size(), "task." + change);
      status = to;
    }
    boolean undone = outcome.equals("failed") || outcome.equals("cancelled");
    if (undone) {
      compensated.add(TASK);
    }
    published.put(TASK, events);
    notified.put(TASK, Set.of("key"));
    tasks.put(
        TASK,
        new Seen.Task(
            TASK,
            "COMPLETED",
            outcome,
            status,
            undone ? Optional.empty() : Optional.of("ada"),
            undone ? Optional.empty() : deadline,
            timeline.size(),
            timeline));
  }

  private void asked(Wish wish) {
    call(0, new Ask(TASK, wish), 202, 0);
  }

  private void done() {
    asked(Wish.ORDINARY);
    task("completed", "created", "assigned", "deadline_set");
  }

  private List<Invariant> broken() {
    var seen =
        new Seen(
            tasks,
            chats,
            notified,
            Set.of(),
            published,
            overdue,
            compensated,
            0,
            0,
            50,
            second(600));
    return Checker.check(new Evidence(calls, seen, second(10)), 1).stream()
        .map(Violation::invariant)
        .distinct()
        .toList();
  }

  @Test
  void whatIsDoneIsFine() {
    done();
    call(1, new Look(TASK), 200, 3);
    call(2, new Command(TASK, Change.COMPLETE), 200, 4);
    task("completed", "created", "assigned", "deadline_set", "completed");
    call(3, new Say("u", "one"), 200, 1);
    call(4, new Say("u", "two"), 0, 0);
    call(5, new Say("u", "three"), 200, 3);
    chats.put("u", new Seen.Chat(6, List.of("one", "two", "three")));

    assertThat(broken()).isEmpty();
  }

  @Test
  void whatIsUndoneIsFine() {
    asked(Wish.UNREACHABLE);
    task("failed", "created", "assigned", "deadline_set", "deadline_cleared", "unassigned");

    assertThat(broken()).isEmpty();
  }

  @Test
  void whatWasCancelledBeforeItBeganIsFine() {
    asked(Wish.ORDINARY);
    call(1, new GiveUp(TASK), 202, 0);
    task("cancelled", "created");
    notified.clear();

    assertThat(broken()).isEmpty();
  }

  @Test
  void aRunInWhichNothingSucceededProvesNothing() {
    assertThat(broken()).containsExactly(Invariant.ENOUGH_SUCCEEDED);
  }

  @Test
  void anAcknowledgedRequestOfWhichNothingIsKnown() {
    asked(Wish.ORDINARY);

    assertThat(broken()).containsExactly(Invariant.ACKNOWLEDGED_IS_KEPT);
  }

  @Test
  void anAcknowledgedChangeThatIsNotThere() {
    done();
    call(1, new Command(TASK, Change.START), 200, 4);

    assertThat(broken()).containsExactly(Invariant.ACKNOWLEDGED_IS_KEPT);
  }

  @Test
  void aStepThatTookEffectTwice() {
    asked(Wish.ORDINARY);
    task("completed", "created", "assigned", "assigned", "deadline_set");

    assertThat(broken()).contains(Invariant.ONE_KEY_ONE_EFFECT, Invariant.DONE_OR_UNDONE);
  }

  @Test
  void aClosedTaskThatChanges() {
    done();
    call(1, new Command(TASK, Change.COMPLETE), 200, 4);
    task("completed", "created", "assigned", "deadline_set", "completed", "overdue");

    assertThat(broken()).contains(Invariant.ALLOWED_TRANSITIONS);
  }

  @Test
  void twoChangesThatWereToldTheSameVersion() {
    done();
    call(1, new Command(TASK, Change.ASSIGN), 200, 4);
    call(1, new Command(TASK, Change.ASSIGN), 200, 4);
    task("completed", "created", "assigned", "deadline_set", "assigned");

    assertThat(broken()).containsExactly(Invariant.VERSIONS_RISE);
  }

  @Test
  void aReadOfWhatIsOlderThanWhatWasToldBefore() {
    done();
    call(1, new Look(TASK), 200, 3);
    call(3, new Look(TASK), 200, 2);

    assertThat(broken()).containsExactly(Invariant.OWN_WRITES_ARE_READ);
  }

  @Test
  void aTaskThatIsSaidNotToBeThoughItWas() {
    done();
    call(1, new Look(TASK), 200, 3);
    call(3, new Look(TASK), 404, 0);

    assertThat(broken()).containsExactly(Invariant.OWN_WRITES_ARE_READ);
  }

  @Test
  void aSagaThatDoesNotEnd() {
    done();
    var task = Objects.requireNonNull(tasks.get(TASK));
    tasks.put(
        TASK,
        new Seen.Task(
            TASK, "RUNNING", "", "assigned", task.assignee(), deadline, 3, task.timeline()));

    assertThat(broken()).containsExactly(Invariant.EVERY_SAGA_ENDS);
  }

  @Test
  void aCompensationThatWasForgottenOrOutOfOrder() {
    asked(Wish.UNREACHABLE);
    Stream.of(
            new String[] {"created", "assigned", "deadline_set", "deadline_cleared"},
            new String[] {"created", "assigned", "deadline_set", "unassigned", "deadline_cleared"})
        .forEach(
            changes -> {
              task("failed", changes);
              assertThat(broken()).contains(Invariant.DONE_OR_UNDONE);
            });
  }

  @Test
  void aSecondNotificationAndNone() {
    done();
    notified.put(TASK, Set.of("key", "another"));
    assertThat(broken()).containsExactly(Invariant.NOTIFIED_ONCE);

    notified.clear();
    assertThat(broken()).containsExactly(Invariant.NOTIFIED_ONCE);
  }

  @Test
  void aDeadlineThatActsEarlyOrNeverByTheClocksOfThoseOutside() {
    var ask = new Ask(TASK, Wish.HURRIED);
    call(0, ask, 202, 0);
    deadline = Optional.of(second(3)); // says the system
    task("completed", "created", "assigned", "deadline_set", "overdue");
    overdue.put(TASK, second(ask.deadlineSeconds()));
    assertThat(broken()).isEmpty();

    overdue.put(TASK, second(ask.deadlineSeconds()).minusMillis(201));
    assertThat(broken()).containsExactly(Invariant.OVERDUE_IN_TIME);

    overdue.clear();
    deadline = Optional.of(second(3_600)); // by a clock that is wrong
    task("completed", "created", "assigned", "deadline_set");
    assertThat(broken()).containsExactly(Invariant.OVERDUE_IN_TIME);
  }

  @Test
  void aDeadlineThatActsEarlyOrLateOrNever() {
    asked(Wish.HURRIED);
    deadline = Optional.of(second(4));
    task("completed", "created", "assigned", "deadline_set", "overdue"); // at second 3
    assertThat(broken()).containsExactly(Invariant.OVERDUE_IN_TIME);

    deadline = Optional.of(second(3));
    task("completed", "created", "assigned", "deadline_set", "overdue");
    assertThat(broken()).isEmpty();

    task("completed", "created", "assigned", "deadline_set");
    assertThat(broken()).containsExactly(Invariant.OVERDUE_IN_TIME);
  }

  @Test
  void aMessageThatIsLostOrTwiceThereOrOutOfOrder() {
    call(1, new Say("u", "one"), 200, 1);
    call(3, new Say("u", "two"), 200, 2);
    Stream.of(List.of("one"), List.of("two", "one"), List.of("one", "two", "two"))
        .forEach(
            said -> {
              chats.put("u", new Seen.Chat(2L * said.size(), said));
              assertThat(broken()).as(said.toString()).containsExactly(Invariant.CHAT_IN_ORDER);
            });
  }

  @Test
  void aMessageThatWasHeardThoughItsClientWasNotAnsweredStandsWhereItWasHeard() {
    call(1, new Say("u", "one"), 0, 0);
    call(2, new Say("u", "two"), 200, 2);
    call(4, new Say("u", "one"), 200, 1);
    chats.put("u", new Seen.Chat(4, List.of("one", "two")));

    assertThat(broken()).isEmpty();
  }

  @Test
  void aMessageOfSomebodyElse() {
    call(1, new Say("u", "one"), 200, 1);
    chats.put("u", new Seen.Chat(4, List.of("one", "whose is this")));

    assertThat(broken()).containsExactly(Invariant.CHAT_IN_ORDER);
  }

  @Test
  void anEventThatWasDroppedOrMadeUp() {
    done();
    Objects.requireNonNull(published.get(TASK)).remove(2L);
    assertThat(broken()).containsExactly(Invariant.EVENTS_ADD_UP);

    done();
    Objects.requireNonNull(published.get(TASK)).put(4L, "task.completed");
    assertThat(broken()).containsExactly(Invariant.EVENTS_ADD_UP);
  }

  @Test
  void anAnswerThatIsNotDocumented() {
    done();
    call(1, new Look(TASK), 500, 0);

    assertThat(broken()).containsExactly(Invariant.DOCUMENTED_ANSWERS);
  }
}
