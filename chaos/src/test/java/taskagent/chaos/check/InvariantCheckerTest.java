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
import taskagent.chaos.check.ClientRequest.CancelSaga;
import taskagent.chaos.check.ClientRequest.Change;
import taskagent.chaos.check.ClientRequest.ChangeTask;
import taskagent.chaos.check.ClientRequest.ProcessTask;
import taskagent.chaos.check.ClientRequest.ReadTask;
import taskagent.chaos.check.ClientRequest.RequestKind;
import taskagent.chaos.check.ClientRequest.SendMessage;

/** Tests that a correct run has no violation, and that each defect is found. */
class InvariantCheckerTest {

  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
  private static final String TASK = "t";

  private final List<ClientCall> calls = new ArrayList<>();
  private final Map<String, ObservedState.ObservedTask> tasks = new HashMap<>();
  private final Map<String, ObservedState.ObservedChat> chats = new HashMap<>();
  private final Map<String, Set<String>> notified = new HashMap<>();
  private final Map<String, Map<Long, String>> published = new HashMap<>();
  private final Map<String, Instant> overdue = new HashMap<>();
  private final Set<String> compensated = new HashSet<>();
  private Optional<Instant> deadline = Optional.of(START.plusSeconds(3_600));

  private static Instant second(int number) {
    return START.plusSeconds(number);
  }

  /** Adds a call that lasts from one second to the next. */
  private void call(int second, ClientRequest op, int status, long number) {
    calls.add(
        new ClientCall(
            0, op, second(second), second(second + 1), new CallResult(status, number, "", "")));
  }

  /** Adds a task with these changes. */
  private void task(String outcome, String... changes) {
    var timeline = new ArrayList<ObservedState.ObservedEntry>();
    var events = new HashMap<Long, String>();
    var status = "";
    for (var change : changes) {
      var to =
          switch (change) {
            case "created", "unassigned" -> "pending";
            case "deadline_set", "deadline_cleared" -> status;
            default -> change;
          };
      timeline.add(new ObservedState.ObservedEntry(second(timeline.size()), change, status, to));
      events.put((long) timeline.size(), "task." + change);
      status = to;
    }
    boolean compensating = outcome.equals("failed") || outcome.equals("cancelled");
    if (compensating) {
      compensated.add(TASK);
    }
    published.put(TASK, events);
    notified.put(TASK, Set.of("key"));
    tasks.put(
        TASK,
        new ObservedState.ObservedTask(
            TASK,
            "COMPLETED",
            outcome,
            status,
            compensating ? Optional.empty() : Optional.of("ada"),
            compensating ? Optional.empty() : deadline,
            timeline.size(),
            timeline));
  }

  private void requested(RequestKind kind) {
    call(0, new ProcessTask(TASK, kind), 202, 0);
  }

  private void completed() {
    requested(RequestKind.ORDINARY);
    task("completed", "created", "assigned", "deadline_set");
  }

  private List<Invariant> violated() {
    var seen =
        new ObservedState(
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
    return InvariantChecker.check(new Evidence(calls, seen, second(10)), 1).stream()
        .map(Violation::invariant)
        .distinct()
        .toList();
  }

  @Test
  void aCompletedSagaIsCorrect() {
    completed();
    call(1, new ReadTask(TASK), 200, 3);
    call(2, new ChangeTask(TASK, Change.COMPLETE), 200, 4);
    task("completed", "created", "assigned", "deadline_set", "completed");
    call(3, new SendMessage("u", "one"), 200, 1);
    call(4, new SendMessage("u", "two"), 0, 0);
    call(5, new SendMessage("u", "three"), 200, 3);
    chats.put("u", new ObservedState.ObservedChat(6, List.of("one", "two", "three")));

    assertThat(violated()).isEmpty();
  }

  @Test
  void aCompensatedSagaIsCorrect() {
    requested(RequestKind.UNREACHABLE);
    task("failed", "created", "assigned", "deadline_set", "deadline_cleared", "unassigned");

    assertThat(violated()).isEmpty();
  }

  @Test
  void aSagaThatIsCancelledBeforeItStartsIsCorrect() {
    requested(RequestKind.ORDINARY);
    call(1, new CancelSaga(TASK), 202, 0);
    task("cancelled", "created");
    notified.clear();

    assertThat(violated()).isEmpty();
  }

  @Test
  void aRunWithoutAcknowledgedCallsIsAViolation() {
    assertThat(violated()).containsExactly(Invariant.ENOUGH_SUCCEEDED);
  }

  @Test
  void anAcknowledgedRequestThatIsLost() {
    requested(RequestKind.ORDINARY);

    assertThat(violated()).containsExactly(Invariant.ACKNOWLEDGED_IS_KEPT);
  }

  @Test
  void anAcknowledgedChangeThatIsLost() {
    completed();
    call(1, new ChangeTask(TASK, Change.START), 200, 4);

    assertThat(violated()).containsExactly(Invariant.ACKNOWLEDGED_IS_KEPT);
  }

  @Test
  void aStepThatTookEffectTwice() {
    requested(RequestKind.ORDINARY);
    task("completed", "created", "assigned", "assigned", "deadline_set");

    assertThat(violated())
        .contains(Invariant.ONE_KEY_ONE_EFFECT, Invariant.COMPLETED_OR_COMPENSATED);
  }

  @Test
  void aClosedTaskThatChanges() {
    completed();
    call(1, new ChangeTask(TASK, Change.COMPLETE), 200, 4);
    task("completed", "created", "assigned", "deadline_set", "completed", "overdue");

    assertThat(violated()).contains(Invariant.ALLOWED_TRANSITIONS);
  }

  @Test
  void twoChangesThatGotTheSameVersion() {
    completed();
    call(1, new ChangeTask(TASK, Change.ASSIGN), 200, 4);
    call(1, new ChangeTask(TASK, Change.ASSIGN), 200, 4);
    task("completed", "created", "assigned", "deadline_set", "assigned");

    assertThat(violated()).containsExactly(Invariant.VERSIONS_RISE);
  }

  @Test
  void aReadOfAnOlderVersionThanBefore() {
    completed();
    call(1, new ReadTask(TASK), 200, 3);
    call(3, new ReadTask(TASK), 200, 2);

    assertThat(violated()).containsExactly(Invariant.OWN_WRITES_ARE_READ);
  }

  @Test
  void aTaskThatDisappears() {
    completed();
    call(1, new ReadTask(TASK), 200, 3);
    call(3, new ReadTask(TASK), 404, 0);

    assertThat(violated()).containsExactly(Invariant.OWN_WRITES_ARE_READ);
  }

  @Test
  void aSagaThatDoesNotEnd() {
    completed();
    var task = Objects.requireNonNull(tasks.get(TASK));
    tasks.put(
        TASK,
        new ObservedState.ObservedTask(
            TASK, "RUNNING", "", "assigned", task.assignee(), deadline, 3, task.timeline()));

    assertThat(violated()).containsExactly(Invariant.EVERY_SAGA_ENDS);
  }

  @Test
  void aCompensationThatIsMissingOrOutOfOrder() {
    requested(RequestKind.UNREACHABLE);
    Stream.of(
            new String[] {"created", "assigned", "deadline_set", "deadline_cleared"},
            new String[] {"created", "assigned", "deadline_set", "unassigned", "deadline_cleared"})
        .forEach(
            changes -> {
              task("failed", changes);
              assertThat(violated()).contains(Invariant.COMPLETED_OR_COMPENSATED);
            });
  }

  @Test
  void aSecondNotificationAndAMissingOne() {
    completed();
    notified.put(TASK, Set.of("key", "another"));
    assertThat(violated()).containsExactly(Invariant.NOTIFIED_ONCE);

    notified.clear();
    assertThat(violated()).containsExactly(Invariant.NOTIFIED_ONCE);
  }

  @Test
  void aDeadlineThatExpiresEarlyOrNeverByTheClocksOfClientAndReceiver() {
    var ask = new ProcessTask(TASK, RequestKind.HURRIED);
    call(0, ask, 202, 0);
    deadline = Optional.of(second(3)); // by the system's clock
    task("completed", "created", "assigned", "deadline_set", "overdue");
    overdue.put(TASK, second(ask.deadlineSeconds()));
    assertThat(violated()).isEmpty();

    overdue.put(TASK, second(ask.deadlineSeconds()).minusMillis(201));
    assertThat(violated()).containsExactly(Invariant.OVERDUE_IN_TIME);

    overdue.clear();
    deadline = Optional.of(second(3_600)); // by a wrong clock
    task("completed", "created", "assigned", "deadline_set");
    assertThat(violated()).containsExactly(Invariant.OVERDUE_IN_TIME);
  }

  @Test
  void aDeadlineThatExpiresEarlyOrLateOrNever() {
    requested(RequestKind.HURRIED);
    deadline = Optional.of(second(4));
    task("completed", "created", "assigned", "deadline_set", "overdue"); // at second 3
    assertThat(violated()).containsExactly(Invariant.OVERDUE_IN_TIME);

    deadline = Optional.of(second(3));
    task("completed", "created", "assigned", "deadline_set", "overdue");
    assertThat(violated()).isEmpty();

    task("completed", "created", "assigned", "deadline_set");
    assertThat(violated()).containsExactly(Invariant.OVERDUE_IN_TIME);
  }

  @Test
  void aMessageThatIsLostOrDuplicatedOrOutOfOrder() {
    call(1, new SendMessage("u", "one"), 200, 1);
    call(3, new SendMessage("u", "two"), 200, 2);
    Stream.of(List.of("one"), List.of("two", "one"), List.of("one", "two", "two"))
        .forEach(
            said -> {
              chats.put("u", new ObservedState.ObservedChat(2L * said.size(), said));
              assertThat(violated()).as(said.toString()).containsExactly(Invariant.CHAT_IN_ORDER);
            });
  }

  @Test
  void anUnansweredMessageKeepsThePlaceWhereItWasReceived() {
    call(1, new SendMessage("u", "one"), 0, 0);
    call(2, new SendMessage("u", "two"), 200, 2);
    call(4, new SendMessage("u", "one"), 200, 1);
    chats.put("u", new ObservedState.ObservedChat(4, List.of("one", "two")));

    assertThat(violated()).isEmpty();
  }

  @Test
  void aMessageOfAnotherUser() {
    call(1, new SendMessage("u", "one"), 200, 1);
    chats.put("u", new ObservedState.ObservedChat(4, List.of("one", "of another user")));

    assertThat(violated()).containsExactly(Invariant.CHAT_IN_ORDER);
  }

  @Test
  void anEventThatIsMissingOrInvented() {
    completed();
    Objects.requireNonNull(published.get(TASK)).remove(2L);
    assertThat(violated()).containsExactly(Invariant.EVENTS_MATCH_CHANGES);

    completed();
    Objects.requireNonNull(published.get(TASK)).put(4L, "task.completed");
    assertThat(violated()).containsExactly(Invariant.EVENTS_MATCH_CHANGES);
  }

  @Test
  void anUndocumentedAnswer() {
    completed();
    call(1, new ReadTask(TASK), 500, 0);

    assertThat(violated()).containsExactly(Invariant.DOCUMENTED_ANSWERS);
  }
}
