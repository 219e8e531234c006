package taskagent.domain.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import taskagent.domain.access.Caller;
import taskagent.domain.access.CurrentCaller;
import taskagent.domain.access.Role;
import taskagent.domain.audit.AuditEntry;
import taskagent.domain.audit.AuditKind;
import taskagent.domain.contract.ManualClock;
import taskagent.domain.contract.ScriptedOutside;
import taskagent.domain.memory.InMemoryEngine;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.run.RunId;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.task.TaskStatus;
import taskagent.domain.view.Condition;
import taskagent.domain.view.Feed;
import taskagent.domain.view.Filter;
import taskagent.domain.view.Lists;
import taskagent.domain.view.RunState;
import taskagent.domain.view.RunSummary;
import taskagent.domain.view.Sort;

/** Lists and streams have what the caller may see. */
final class GuardedListsTest {

  private static final Caller ADA = new Caller.Known("ada", Role.USER);
  private static final Caller OPERATOR = new Caller.Known("ops", Role.OPERATOR);
  private static final TaskId TASK = new TaskId("t1");
  private static final Feed.Position START = new Feed.Position("e", 0);

  /** Remembers what it was asked for, and has entries that a test has put there. */
  private static final class Recorded implements Lists, Feed {
    private final List<Query<?>> queries = new ArrayList<>();
    private final List<Filter<?>> counted = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private Optional<String> assignee = Optional.empty();
    private int lookedUp;

    @Override
    public Page<TaskSnapshot> tasks(Query<TaskStatus> query) {
      queries.add(query);
      return new Page<>(List.of(), Optional.empty(), new Total(0, true), asOf(), false);
    }

    @Override
    public Page<RunSummary> runs(Query<RunState> query) {
      queries.add(query);
      return new Page<>(List.of(), Optional.empty(), new Total(0, true), asOf(), false);
    }

    @Override
    public Page<AuditEntry> audit(Query<AuditKind> query) {
      queries.add(query);
      return new Page<>(List.of(), Optional.empty(), new Total(0, true), asOf(), false);
    }

    @Override
    public Feed feed() {
      return this;
    }

    @Override
    public AsOf asOf() {
      return new AsOf(START, 0);
    }

    @Override
    public boolean continues(Position position) {
      return true;
    }

    @Override
    public Optional<Part> after(Position position, int limit, Duration atMost) {
      return Optional.of(new Part(entries, new Position("e", 99)));
    }

    @Override
    public Optional<String> assignee(TaskId task) {
      lookedUp++;
      return assignee;
    }

    @Override
    public Optional<List<Count<TaskStatus>>> countTasks(Filter<TaskStatus> filter) {
      counted.add(filter);
      return Optional.empty();
    }

    @Override
    public Optional<List<Count<RunState>>> countRuns(Filter<RunState> filter) {
      counted.add(filter);
      return Optional.empty();
    }
  }

  private final Recorded lists = new Recorded();
  private final InMemoryEngine engine =
      InMemoryEngine.inCallersThread(ScriptedOutside.with(new ManualClock()));
  private final GuardedLists guarded = new GuardedLists(lists, new GuardedTasks(engine.tasks()));

  private static <T> T as(Caller caller, Supplier<T> call) {
    return CurrentCaller.within(caller, call::get);
  }

  private static Lists.Query<TaskStatus> query(Optional<Lists.Version> atLeast) {
    return new Lists.Query<>(
        "line",
        new Filter<>(List.of(TaskStatus.values()), List.of()),
        Sort.NEWEST_CHANGE,
        50,
        Optional.empty(),
        atLeast);
  }

  private static TaskSnapshot task(String assignee) {
    return new TaskSnapshot(
        TASK,
        "A title",
        "A description",
        TaskStatus.ASSIGNED,
        Optional.of(assignee),
        Optional.empty(),
        Instant.EPOCH,
        Instant.EPOCH,
        1);
  }

  private static RunSummary run(Optional<String> requestedBy) {
    return new RunSummary(
        WorkflowId.of(TASK),
        TASK,
        Workflow.Status.RUNNING,
        Optional.empty(),
        Optional.empty(),
        0,
        Optional.empty(),
        Instant.EPOCH,
        Instant.EPOCH,
        requestedBy);
  }

  private List<Feed.Entry> seenBy(Caller caller) {
    var feed = as(caller, guarded::feed);
    try {
      return feed.after(START, 10, Duration.ZERO).orElseThrow().entries();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theRestrictionIsAConditionOfTheQueryAndOfItsCursors() {
    as(ADA, () -> guarded.tasks(query(Optional.empty())));
    var asked = lists.queries.getFirst();
    assertThat(asked.filter().conditions()).containsExactly(new Condition.OwnedBy("ada"));
    assertThat(asked.line()).isEqualTo("ada\nline");
    as(OPERATOR, () -> guarded.tasks(query(Optional.empty())));
    assertThat(lists.queries.getLast()).isEqualTo(query(Optional.empty()));
  }

  @Test
  void ofTheAuditAUserSeesOnlyWhatTheyDidThemselves() {
    var all =
        new Lists.Query<>(
            "line",
            new Filter<>(List.of(AuditKind.BULK), List.of()),
            Sort.NEWEST,
            50,
            Optional.empty(),
            Optional.empty());
    as(ADA, () -> guarded.audit(all));
    var asked = lists.queries.getFirst();
    assertThat(asked.filter().conditions())
        .containsExactly(new Condition.OneOf(Condition.Label.ACTOR, List.of("ada"), false));
    assertThat(asked.line()).isEqualTo("ada\nline");
    as(OPERATOR, () -> guarded.audit(all));
    assertThat(lists.queries.getLast()).isEqualTo(all);
  }

  @Test
  void aVersionOfAnothersTaskIsNeverReached() {
    as(ADA, () -> guarded.tasks(query(Optional.of(new Lists.Version(TASK, 1)))));
    assertThat(lists.queries.getFirst().atLeast())
        .contains(new Lists.Version(TASK, Long.MAX_VALUE));
  }

  @Test
  void countsAreThoseOfTheCaller() {
    var filter = query(Optional.empty()).filter();
    var feed = as(ADA, guarded::feed);
    feed.countTasks(filter);
    assertThat(lists.counted.getLast().conditions()).containsExactly(new Condition.OwnedBy("ada"));
    as(OPERATOR, guarded::feed).countTasks(filter);
    assertThat(lists.counted.getLast()).isEqualTo(filter);
  }

  @Test
  void aTaskThatComesIsNewAndOneThatGoesIsRemoved() {
    var mine = Optional.of(task("ada"));
    var others = Optional.of(task("bob"));
    lists.entries.add(new Feed.TaskEntry(1, TASK, others, mine));
    lists.entries.add(new Feed.TaskEntry(2, TASK, mine, others));
    lists.entries.add(new Feed.TaskEntry(3, TASK, others, others));
    lists.entries.add(new Feed.TaskEntry(4, TASK, mine, mine));
    assertThat(seenBy(ADA))
        .containsExactly(
            new Feed.TaskEntry(1, TASK, Optional.empty(), mine),
            new Feed.TaskEntry(2, TASK, mine, Optional.empty()),
            new Feed.TaskEntry(4, TASK, mine, mine));
    assertThat(seenBy(OPERATOR)).isEqualTo(lists.entries);
  }

  @Test
  void aRunIsSeenByWhoAskedForItAndByWhoHasItsTask() {
    var ofAda = new Feed.RunEntry(1, id(), Optional.empty(), Optional.of(run(Optional.of("ada"))));
    var ofBob = new Feed.RunEntry(2, id(), Optional.empty(), Optional.of(run(Optional.of("bob"))));
    lists.entries.add(ofAda);
    lists.entries.add(ofBob);
    assertThat(seenBy(ADA)).containsExactly(ofAda);
    assertThat(seenBy(ADA)).containsExactly(ofAda);
    assertThat(lists.lookedUp).as("looked up once for all streams").isEqualTo(1);
    lists.assignee = Optional.of("ada");
    var later = new Feed.RunEntry(3, id(), Optional.empty(), Optional.of(run(Optional.of("bob"))));
    lists.entries.add(later);
    assertThat(seenBy(ADA)).containsExactly(ofAda, later);
  }

  private static RunId id() {
    return WorkflowId.of(TASK);
  }
}
