package taskagent.dapr;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import taskagent.domain.port.EventPublisher.Event;
import taskagent.domain.port.Unavailable;
import taskagent.domain.task.Task;
import taskagent.domain.task.TaskAnswer;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskRefusal;
import taskagent.json.DocumentJson;
import taskagent.json.Events;
import taskagent.json.TaskEventJson;
import taskagent.json.TaskJson;

/**
 * What a task's actor does in a turn: reads its document, has the core decide, saves task, timeline
 * and events as one, then publishes.
 *
 * <p>A reminder is set before the document is saved that needs it, and cancelled when all else is
 * done. So a crash in between may leave one too many, which does nothing when it fires, and never
 * one too few (ADR 9).
 */
final class TaskTurns {

  private static final String PREFIX = "task-";

  /** How often a turn is taken anew because somebody else saved the same task meanwhile. */
  private static final int TRIES = 5;

  /** How many entries a timeline keeps, so that its document stays far below 4 MiB. */
  private static final int TIMELINE = 1_000;

  private final Documents documents;
  private final Outbox outbox;
  private final InstantSource clock;
  private final Figures figures;

  /** The durable timers of one task; each is known by the deadline that it is for. */
  interface Reminders {

    /** Has it fire then, and again and again until it is cancelled. */
    void set(Instant deadline, Instant now);

    /** There is to be none for this deadline. */
    void cancel(Instant deadline);
  }

  /** A task's document as it was read, or as it is to be saved. */
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
  }

  private record Turn(
      Stored after, List<TaskAnswer> answers, List<TaskEvent> changes, boolean save) {}

  TaskTurns(Documents documents, Outbox outbox, InstantSource clock, Figures figures) {
    this.documents = documents;
    this.outbox = outbox;
    this.clock = clock;
    this.figures = figures;
  }

  /** What is saved of a task. */
  static Stored find(Documents documents, TaskId id) {
    return documents
        .read(PREFIX + id.value())
        .map(document -> Stored.read(document.text()))
        .orElse(Stored.NOTHING);
  }

  /** The task as it is, or that there is none. */
  TaskAnswer find(TaskId id) {
    return find(documents, id)
        .task()
        .<TaskAnswer>map(task -> new TaskAnswer.Accepted(task.snapshot()))
        .orElseGet(() -> new TaskAnswer.Refused(new TaskRefusal.NotFound(id)));
  }

  /** Takes a turn. */
  List<TaskAnswer> run(
      TaskId id, List<TaskCommand> commands, Pending pending, Reminders reminders) {
    for (int i = 0; i < TRIES; i++) {
      var document = documents.read(PREFIX + id.value());
      var before = document.map(found -> Stored.read(found.text())).orElse(Stored.NOTHING);
      var now = clock.instant();
      var turn = decide(id, before, commands, pending, now);
      if (!turn.save()) {
        publish(before, pending);
        return turn.answers();
      }
      pending.saving(turn.after().outbox());
      turn.after()
          .reminder()
          .filter(at -> !before.reminder().equals(Optional.of(at)))
          .ifPresent(at -> reminders.set(at, now));
      if (save(id, document, turn.after())) {
        turn.changes().forEach(change -> figures.happened(change));
        pending.saved();
        publish(turn.after(), pending);
        before
            .reminder()
            .filter(at -> !turn.after().reminder().equals(Optional.of(at)))
            .ifPresent(reminders::cancel);
        return turn.answers();
      }
    }
    throw Unavailable.overloaded("task " + id + " is changed by too many at once");
  }

  /** Publishes what may not be published yet; whether nothing is left. */
  boolean publish(TaskId id, Pending pending) {
    return publish(find(documents, id), pending);
  }

  private boolean publish(Stored stored, Pending pending) {
    return pending.publish(stored.outbox(), outbox::publish);
  }

  /** The deadline that a task waits for. */
  Optional<Instant> reminder(TaskId id) {
    return find(documents, id).reminder();
  }

  /** Does what every turn needs: reads from the store. */
  void probe() {
    documents.probe();
  }

  private static Turn decide(
      TaskId id, Stored before, List<TaskCommand> commands, Pending pending, Instant now) {
    var answers = new ArrayList<TaskAnswer>();
    var changes = new ArrayList<TaskEvent>();
    var events = new ArrayList<>(pending.of(before.outbox()));
    var task = before.task();
    boolean save = false;
    for (var command : commands) {
      var decision = Task.decide(id, task, command, now);
      answers.add(decision.answer());
      changes.addAll(decision.events());
      task = decision.task();
      save |= decision.save();
      if (decision.refused()) {
        break;
      }
    }
    changes.stream().map(Events::of).forEach(events::add);
    var timeline = new ArrayList<>(before.timeline());
    timeline.addAll(changes);
    var kept = timeline.subList(Math.max(0, timeline.size() - TIMELINE), timeline.size());
    return new Turn(new Stored(task, kept, events), answers, changes, save && task.isPresent());
  }

  private boolean save(TaskId id, Optional<Documents.Document> replaced, Stored after) {
    var text =
        DocumentJson.write(
            new DocumentJson.Document(
                TaskJson.write(after.task().orElseThrow()),
                Optional.of(TaskEventJson.writeAll(after.timeline())),
                after.outbox()));
    return documents.save(PREFIX + id.value(), replaced, text);
  }
}
