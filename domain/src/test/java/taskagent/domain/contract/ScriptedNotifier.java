package taskagent.domain.contract;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import taskagent.domain.port.Notifier;
import taskagent.domain.processing.Notification;
import taskagent.domain.task.TaskId;

/** A notifier with scripted answers for each task; it records all calls. */
public final class ScriptedNotifier implements Notifier {

  /** A received notification and its time. */
  public record Call(Notification notification, Instant at) {}

  private record Answer(Notified notified, Optional<CallGate> gate) {}

  private final InstantSource clock;
  private final Map<TaskId, Deque<Answer>> scripts = new HashMap<>();
  private final List<Call> calls = new ArrayList<>();

  /** Creates a notifier that accepts every notification. */
  public ScriptedNotifier(InstantSource clock) {
    this.clock = clock;
  }

  /** Scripts the answers to the next notifications of a task; later ones are accepted. */
  public synchronized void answer(TaskId task, Notified... answers) {
    for (var answer : answers) {
      script(task).add(new Answer(answer, Optional.empty()));
    }
  }

  /** Blocks the next notification of a task at a gate, then gives this answer. */
  public synchronized CallGate hold(TaskId task, Notified answer) {
    var gate = new CallGate();
    script(task).add(new Answer(answer, Optional.of(gate)));
    return gate;
  }

  /** Returns the notifications for a task, oldest first. */
  public synchronized List<Call> calls(TaskId task) {
    return calls.stream().filter(call -> call.notification().task().equals(task)).toList();
  }

  @Override
  public Notified notify(Notification notification) {
    var answer = take(notification);
    answer.gate().ifPresent(CallGate::pass);
    return answer.notified();
  }

  private synchronized Answer take(Notification notification) {
    calls.add(new Call(notification, clock.instant()));
    var next = script(notification.task()).poll();
    return next == null ? new Answer(new Sent(), Optional.empty()) : next;
  }

  private Deque<Answer> script(TaskId task) {
    return scripts.computeIfAbsent(task, _ -> new ArrayDeque<>());
  }
}
