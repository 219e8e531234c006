package taskagent.outbound;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import taskagent.domain.conversation.UserId;
import taskagent.domain.port.Activity;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.SagaProgress;
import taskagent.domain.saga.SagaProgress.Compensating;
import taskagent.domain.saga.SagaProgress.Ended;
import taskagent.domain.saga.SagaProgress.PutOff;
import taskagent.domain.saga.SagaProgress.Started;
import taskagent.domain.saga.SagaProgress.StepFailed;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskEvent;

/**
 * Writes one line to the log for each thing that happened.
 *
 * <p>The ids are fields: the last parameter of each log record is a {@code Map<String, String>}
 * with {@code task}, {@code workflow}, {@code actor} and {@code trace}, as far as they are known. A
 * formatter writes them as {@code key=value} behind a line of text, or as fields of a JSON line.
 * The message itself is the first parameter, so that nothing in it is taken for a pattern.
 */
public final class ActivityLog implements Activity {

  private static final System.Logger LOG = System.getLogger(ActivityLog.class.getName());

  /** Longer texts from clients and receivers are cut, so that a line stays readable. */
  private static final int LONGEST_TEXT = 500;

  private final Supplier<String> address;
  private final Supplier<Optional<String>> traceId;

  /**
   * A log.
   *
   * @param address of the API, for the command that retries a failed saga
   * @param traceId the trace to which the current thread's work belongs
   */
  public ActivityLog(Supplier<String> address, Supplier<Optional<String>> traceId) {
    this.address = address;
    this.traceId = traceId;
  }

  @Override
  public void taskChanged(TaskEvent event) {
    if (!LOG.isLoggable(INFO)) {
      return;
    }
    var detail = text(event.detail());
    var message =
        switch (event.type()) {
          case CREATED -> "task created";
          case REVISED -> "task revised, title \"" + detail + '"';
          case ASSIGNED -> "task assigned to \"" + detail + '"';
          case UNASSIGNED -> "task unassigned from \"" + detail + '"';
          case STARTED -> "task started";
          case COMPLETED -> "task completed";
          case CANCELLED -> "task cancelled";
          case DEADLINE_SET -> "task deadline set to " + detail;
          case DEADLINE_CLEARED -> "task deadline cleared, was " + detail;
          case OVERDUE -> "task overdue, deadline was " + detail;
        };
    var fields = new LinkedHashMap<String, String>();
    fields.put("task", event.task().value());
    workflow(event.by()).ifPresent(workflow -> fields.put("workflow", workflow));
    event.actor().ifPresent(actor -> fields.put("actor", text(actor)));
    log(INFO, message, fields);
  }

  /** A command of a saga has the workflow's id before the step: {@code workflow id/step/do}. */
  private static Optional<String> workflow(CommandId by) {
    int end = by.value().indexOf('/');
    return Optional.of(by.value().substring(0, Math.max(0, end))).filter(WorkflowId::wellFormed);
  }

  @Override
  public void sagaProgressed(Run run, SagaProgress progress) {
    var level = failed(progress) ? WARNING : INFO;
    if (!LOG.isLoggable(level)) {
      return;
    }
    var message =
        switch (progress) {
          case Started() -> "saga started";
          case StepFailed failed -> failed(failed);
          case PutOff(var step, var reason, var until) ->
              "step " + step + " waits until " + until + ": " + text(reason);
          case SagaProgress.Skipped skipped ->
              (skipped.compensating() ? "compensation of step " : "step ")
                  + skipped.step()
                  + " skipped: "
                  + text(skipped.reason());
          case Compensating(var reason) -> "saga compensates its steps: " + text(reason);
          case Ended ended -> ended(run, ended);
        };
    var fields = new LinkedHashMap<String, String>();
    if (run instanceof WorkflowRun processing) {
      fields.put("task", processing.request().taskId().value());
    } else {
      fields.put("kind", run.kind().wireName());
    }
    fields.put("workflow", run.id().value());
    if (run instanceof WorkflowRun processing) {
      processing.request().actor().ifPresent(actor -> fields.put("actor", text(actor)));
    }
    log(level, message, fields);
  }

  private static boolean failed(SagaProgress progress) {
    return progress instanceof Ended(var outcome, _)
        && switch (outcome) {
          case COMPLETED, REJECTED, CANCELLED -> false;
          case FAILED, COMPENSATION_FAILED -> true;
        };
  }

  private static String failed(StepFailed failed) {
    return (failed.compensating() ? "compensation of step " : "step ")
        + failed.step()
        + " failed in attempt "
        + failed.attempt()
        + ": "
        + text(failed.error())
        + failed
            .nextTry()
            .map(time -> "; next attempt at " + time)
            .orElse("; there is no further attempt");
  }

  private String ended(Run run, Ended ended) {
    var reason = text(ended.reason());
    return switch (ended.outcome()) {
      case COMPLETED -> "saga completed";
      case REJECTED -> "saga rejected: " + reason;
      case CANCELLED -> "saga cancelled and compensated: " + reason;
      case FAILED -> "saga failed and was compensated: " + reason + retry(run);
      case COMPENSATION_FAILED ->
          "saga failed and could not be compensated: " + reason + retry(run);
    };
  }

  private String retry(Run run) {
    if (!(run instanceof WorkflowRun)) {
      return "";
    }
    return "; retry it with: curl -X POST " + address.get() + "/workflows/" + run.id() + "/retry";
  }

  @Override
  public void messageAnswered(UserId user, long seq) {
    if (LOG.isLoggable(INFO)) {
      var fields = new LinkedHashMap<String, String>();
      fields.put("user", text(user.value()));
      fields.put("seq", Long.toString(seq));
      log(INFO, "chat message answered", fields);
    }
  }

  @Override
  public void bulkAdvanced(RunId bulk, int done, int refused, int left) {
    if (LOG.isLoggable(INFO)) {
      var fields = new LinkedHashMap<String, String>();
      fields.put("workflow", bulk.value());
      fields.put("done", Integer.toString(done));
      fields.put("refused", Integer.toString(refused));
      fields.put("left", Integer.toString(left));
      log(INFO, left == 0 ? "bulk finished its last chunk" : "bulk finished a chunk", fields);
    }
  }

  private void log(System.Logger.Level level, String message, Map<String, String> fields) {
    traceId.get().ifPresent(trace -> fields.put("trace", trace));
    LOG.log(level, "{0}", message, fields);
  }

  /** Text from outside must not begin a new line or end its quotes. */
  private static String text(String text) {
    var line = new StringBuilder();
    text.codePoints()
        .limit(LONGEST_TEXT)
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                line.append('\\').appendCodePoint(c);
              } else if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029) {
                line.append(String.format("\\u%04x", c));
              } else {
                line.appendCodePoint(c);
              }
            });
    return text.codePointCount(0, text.length()) > LONGEST_TEXT
        ? line.append('…').toString()
        : line.toString();
  }
}
