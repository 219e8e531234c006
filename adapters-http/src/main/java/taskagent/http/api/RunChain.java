package taskagent.http.api;

import java.util.Optional;
import java.util.function.Consumer;
import taskagent.domain.port.Removed;
import taskagent.domain.port.Workflows;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.task.TaskId;

/** The runs for a task. Each run names the one that retries it. */
final class RunChain {

  private final Workflows workflows;

  RunChain(Workflows workflows) {
    this.workflows = workflows;
  }

  /** Returns the first run that is still kept. */
  Optional<Workflow> first(TaskId task) {
    for (int number = 1; ; number++) {
      try {
        var run = workflows.find(WorkflowId.of(task, number));
        // The id may be that of the first run for a task that is named like this one's retry.
        if (run.isEmpty() || run.get().run().request().taskId().equals(task)) {
          return run;
        }
      } catch (Removed e) {
        // A later run may be kept for longer.
      }
    }
  }

  /** Returns the run that retries this one; empty if there is none, or none any more. */
  Optional<Workflow> retryOf(Workflow run) {
    try {
      // It is about to be started if it cannot be found.
      return run.retriedAs().flatMap(workflows::find);
    } catch (Removed e) {
      return Optional.empty(); // an earlier run is kept for longer
    }
  }

  /** Returns the run that no other one retries. */
  Optional<Workflow> newest(TaskId task) {
    return first(task).map(this::lastRetry);
  }

  private Workflow lastRetry(Workflow first) {
    var last = first;
    for (var next = retryOf(last); next.isPresent(); next = retryOf(last)) {
      last = next.get();
    }
    return last;
  }

  /** Tells of the first runs in order, at most of this many. */
  void each(TaskId task, int atMost, Consumer<Workflow> consumer) {
    var run = first(task);
    for (int count = 0; count < atMost && run.isPresent(); count++) {
      consumer.accept(run.get());
      run = retryOf(run.get());
    }
  }
}
