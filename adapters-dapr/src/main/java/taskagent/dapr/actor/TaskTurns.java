package taskagent.dapr.actor;

import static java.lang.System.Logger.Level.WARNING;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import taskagent.dapr.change.ChangeRecords;
import taskagent.dapr.event.PubsubOutbox;
import taskagent.dapr.store.Documents;
import taskagent.dapr.store.GroupCommit;
import taskagent.dapr.store.Removals;
import taskagent.domain.port.Activity;
import taskagent.domain.port.EventPublisher.Event;
import taskagent.domain.port.Removed;
import taskagent.domain.port.Tasks.Removal;
import taskagent.domain.port.Unavailable;
import taskagent.domain.task.Task;
import taskagent.domain.task.TaskAnswer;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.task.TaskTurn;
import taskagent.domain.task.Timeline;
import taskagent.domain.view.Changes.Kind;
import taskagent.json.DocumentJson;
import taskagent.json.Events;
import taskagent.json.TaskEventJson;
import taskagent.json.TaskJson;
import taskagent.json.UnreadableDocument;

/**
 * What a task's actor does in a turn: reads its document, lets the domain decide, saves task,
 * timeline and events together, then publishes the events and adds the task to the change log.
 *
 * <p>A reminder is set before the document that needs it is saved, and cancelled when all else is
 * done. A crash in between may leave one reminder too many, which does nothing when it fires, but
 * never one too few (ADR 9).
 */
final class TaskTurns {

  private static final System.Logger LOG = System.getLogger(TaskTurns.class.getName());

  private static final String PREFIX = "task-";

  /** The number of attempts when somebody else saves the same task in the meantime. */
  private static final int TRIES = 5;

  private final Documents documents;
  private final Removals removals;
  private final Deadlines deadlines;
  private final PubsubOutbox outbox;
  private final ChangeRecords records;
  private final ActorStates states;
  private final InstantSource clock;
  private final Activity activity;

  /** The reminders of one task, each identified by its deadline. */
  interface Reminders {

    /** Sets a reminder that fires at the deadline, and repeatedly until it is cancelled. */
    void set(Instant deadline, Instant now);

    /** Cancels the reminder for this deadline. */
    void cancel(Instant deadline);
  }

  /** The content of a task's document. */
  record Stored(Optional<Task> task, List<TaskEvent> timeline, List<Event> outbox) {

    private static final Stored NOTHING = new Stored(Optional.empty(), List.of(), List.of());

    static Stored read(String text) {
      var document = DocumentJson.read(text);
      return new Stored(
          Optional.of(TaskJson.read(document.state())),
          document.timeline().map(TaskEventJson::readAll).orElse(List.of()),
          document.outbox());
    }

    Optional<Instant> reminder() {
      return task.flatMap(Task::reminder);
    }

    Optional<Instant> closedAt() {
      return task.flatMap(Task::closedAt);
    }
  }

  private record Turn(
      Stored after, List<TaskAnswer> answers, List<TaskEvent> changes, boolean save) {}

  TaskTurns(
      Documents documents,
      Removals removals,
      Deadlines deadlines,
      PubsubOutbox outbox,
      ChangeRecords records,
      ActorStates states,
      InstantSource clock,
      Activity activity) {
    this.documents = documents;
    this.removals = removals;
    this.deadlines = deadlines;
    this.outbox = outbox;
    this.records = records;
    this.states = states;
    this.clock = clock;
    this.activity = activity;
  }

  /**
   * Returns those of the tasks that are saved and can be read.
   *
   * @throws Unavailable if the store is unavailable
   */
  static Map<TaskId, Task> findAll(Documents documents, List<TaskId> ids) {
    var found = documents.readAll(ids.stream().map(id -> PREFIX + id.value()).toList());
    Map<TaskId, Task> tasks = new HashMap<>();
    for (var id : ids) {
      Optional.ofNullable(found.get(PREFIX + id.value()))
          .flatMap(document -> readable(document.text()))
          .ifPresent(task -> tasks.put(id, task));
    }
    return tasks;
  }

  /** Returns those of the ids that have no document. */
  static Set<String> absent(Documents documents, Collection<String> ids) {
    return documents.absent(ids.stream().map(id -> PREFIX + id).toList()).stream()
        .map(key -> key.substring(PREFIX.length()))
        .collect(Collectors.toSet());
  }

  private static Optional<Task> readable(String text) {
    try {
      return Stored.read(text).task();
    } catch (UnreadableDocument e) {
      LOG.log(WARNING, "a task is missing in the lists: {0}", e.getMessage());
      return Optional.empty();
    }
  }

  /** Returns the saved task. */
  static Stored find(Documents documents, TaskId id) {
    return documents
        .read(PREFIX + id.value())
        .map(document -> Stored.read(document.text()))
        .orElse(Stored.NOTHING);
  }

  /**
   * Checks that a task that was not found was not removed.
   *
   * @throws Removed if it was
   */
  static void check(Removals removals, TaskId id) {
    removals
        .find(PREFIX + id.value())
        .ifPresent(
            removal -> {
              throw Removed.task(id, removal.at());
            });
  }

  /** Returns the task; empty if there is none. */
  Optional<TaskSnapshot> task(TaskId id) {
    return find(documents, id).task().map(Task::snapshot);
  }

  /** Returns the current time. */
  Instant now() {
    return clock.instant();
  }

  /** Applies commands in one turn. */
  List<TaskAnswer> run(
      TaskId id, List<TaskCommand> commands, OutboxProgress pending, Reminders reminders) {
    for (int i = 0; i < TRIES; i++) {
      var document = documents.read(PREFIX + id.value());
      if (document.isEmpty()) {
        check(removals, id);
      }
      var before = document.map(found -> Stored.read(found.text())).orElse(Stored.NOTHING);
      var now = clock.instant();
      var turn = decide(id, before, commands, pending, now);
      if (!turn.save()) {
        publish(before, pending);
        return turn.answers();
      }
      var indexed =
          Optional.of(id)
              .filter(_ -> before.task().isEmpty())
              .map(created -> records.taskIds().add(created.value()));
      pending.saving(turn.after().outbox());
      turn.after()
          .reminder()
          .filter(at -> !before.reminder().equals(Optional.of(at)))
          .ifPresent(at -> remember(id, at, now, reminders));
      if (before.closedAt().isEmpty()) {
        turn.after().closedAt().ifPresent(at -> expire(id, at));
      }
      indexed.ifPresent(GroupCommit::await);
      if (save(id, document, turn.after())) {
        turn.changes().forEach(activity::taskChanged);
        pending.saved();
        if (publish(turn.after(), pending)) { // otherwise the reminder fires and publishes
          before
              .reminder()
              .filter(at -> !turn.after().reminder().equals(Optional.of(at)))
              .ifPresent(reminders::cancel);
        }
        return turn.answers();
      }
    }
    throw Unavailable.overloaded("task " + id + " is changed by too many clients at once");
  }

  /** Records when the document of a closed task will expire. */
  private void expire(TaskId id, Instant closedAt) {
    var kept = removals.retention().tasks();
    if (!kept.isZero()) {
      removals.add(PREFIX + id.value(), closedAt.plus(kept), Optional.empty());
    }
  }

  /** Removes a closed task, once its events are published. */
  Removal remove(TaskId id, OutboxProgress pending) {
    var document = documents.read(PREFIX + id.value());
    if (document.isEmpty()) {
      check(removals, id);
      return Removal.UNKNOWN;
    }
    var stored = Stored.read(document.get().text());
    if (stored.closedAt().isEmpty()) {
      return Removal.OPEN;
    }
    if (!publish(stored, pending)) {
      throw Unavailable.outOfReach("the task's events cannot be published");
    }
    removals.add(PREFIX + id.value(), clock.instant(), Optional.empty());
    documents.delete(PREFIX + id.value());
    states.delete(id);
    records.log().hint(Kind.TASK, id.value()); // if it is lost, the reconciler notices
    return Removal.DONE;
  }

  /** Sets a reminder, and adds the deadline to the index at the same time. */
  private void remember(TaskId id, Instant deadline, Instant now, Reminders reminders) {
    var indexed = deadlines.add(id, deadline, now);
    reminders.set(deadline, now);
    GroupCommit.await(indexed);
  }

  /** Publishes the events that may be unpublished. Returns true if none is left. */
  boolean publish(TaskId id, OutboxProgress pending) {
    return publish(find(documents, id), pending);
  }

  private boolean publish(Stored stored, OutboxProgress pending) {
    return stored
        .task()
        .map(task -> pending.publish(stored.outbox(), events -> publish(task.id(), events)))
        .orElse(true);
  }

  /**
   * Publishes events and adds the task to the change log. Whatever changes a task that lists show
   * has an event, so the outbox also keeps the log complete.
   *
   * @return how many events were published; none if all must be repeated, because of the log
   */
  private int publish(TaskId id, List<Event> events) {
    if (events.isEmpty()) {
      return 0;
    }
    var logged = records.log().add(Kind.TASK, id.value());
    int published = outbox.publish(events);
    return isLogged(id, logged) ? published : 0;
  }

  private static boolean isLogged(TaskId id, CompletableFuture<Void> logged) {
    try {
      GroupCommit.await(logged);
      return true;
    } catch (Unavailable e) {
      LOG.log(WARNING, "task {0} is not in the change log yet: {1}", id, e.reason());
      return false;
    }
  }

  /** Returns the deadline that the task waits for. */
  Optional<Instant> reminder(TaskId id) {
    return find(documents, id).reminder();
  }

  /** Reads from the store, which every turn needs. */
  void probe() {
    documents.probe();
  }

  private static Turn decide(
      TaskId id, Stored before, List<TaskCommand> commands, OutboxProgress pending, Instant now) {
    var turn = TaskTurn.of(id, before.task(), commands, now);
    var changes = turn.events();
    var events = new ArrayList<>(pending.of(before.outbox()));
    changes.stream().map(Events::of).forEach(events::add);
    var timeline = new ArrayList<>(before.timeline());
    timeline.addAll(changes);
    var after = new Stored(turn.task(), Timeline.kept(timeline), events);
    return new Turn(after, turn.answers(), changes, turn.save());
  }

  private boolean save(TaskId id, Optional<Documents.Document> replaced, Stored after) {
    var task = after.task().orElseThrow();
    var text =
        DocumentJson.write(
            new DocumentJson.Document(
                TaskJson.write(task),
                Optional.of(TaskEventJson.writeAll(after.timeline())),
                after.outbox()));
    var kept =
        after.closedAt().flatMap(at -> removals.timeToLive(at, removals.retention().tasks()));
    boolean saved = documents.save(PREFIX + id.value(), replaced, text, kept);
    if (saved) {
      states.save(task.snapshot(), kept);
    }
    return saved;
  }
}
