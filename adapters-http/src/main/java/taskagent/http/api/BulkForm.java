package taskagent.http.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import taskagent.domain.Fingerprint;
import taskagent.domain.TextLimit;
import taskagent.domain.bulk.BulkAction;
import taskagent.domain.bulk.Bulks;
import taskagent.domain.task.TaskId;
import taskagent.http.answer.Problem.Code;
import taskagent.http.answer.ProblemException;
import taskagent.http.body.Field;
import taskagent.http.body.Form;
import taskagent.http.route.ApiRequest;

/**
 * What the body of {@code POST /bulk} asks for.
 *
 * @param q the filter line; empty if there are ids
 * @param fingerprint the same for two requests that ask for the same
 */
record BulkForm(
    BulkAction action,
    Optional<String> q,
    List<TaskId> ids,
    Optional<Long> expected,
    String fingerprint) {

  /** How many ids a request has at most, because a body has at most 64 KiB. */
  static final int IDS_AT_MOST = 1_000;

  private static final String CANCEL = "cancel";
  private static final String COMPLETE = "complete";
  private static final String START = "start";
  private static final String ASSIGN = "assign";
  private static final String SET_DEADLINE = "set_deadline";

  static final Field.Choice ACTION =
      new Field.Choice("action", List.of(CANCEL, COMPLETE, START, ASSIGN, SET_DEADLINE));
  static final Field.TaskIds IDS = new Field.TaskIds("ids", IDS_AT_MOST);
  static final Field.Whole EXPECTED = new Field.Whole("expected_count", 1, Bulks.TASKS_AT_MOST);
  private static final Field.Text Q =
      new Field.Text(new TextLimit("q", TextLimit.Kind.LINE, 1_000));

  /**
   * Reads a body.
   *
   * @param dryRun true if nothing is to be begun; then a filter needs no expected count
   * @throws ProblemException with 422 if a field is invalid
   */
  static BulkForm read(ApiRequest call, boolean dryRun) {
    var form = call.form();
    var name = form.required(ACTION, "");
    var q = form.optional(Q);
    var ids = form.optional(IDS);
    checkSource(form);
    var expected = form.has("q") && !dryRun ? required(form) : form.optional(EXPECTED);
    var args = form.object("args");
    var asked = asked(name, args, call.acceptedAt());
    form.check();
    var fingerprint =
        Fingerprint.of(
            name,
            asked.argument(),
            q.orElse(""),
            String.join(",", ids.orElse(List.of())),
            expected.map(Object::toString).orElse(""));
    return new BulkForm(
        asked.action(),
        q.map(String::strip),
        ids.orElse(List.of()).stream().map(TaskId::new).toList(),
        expected,
        fingerprint);
  }

  private static void checkSource(Form form) {
    if (form.has("q") && form.has("ids")) {
      form.refuse("q", Code.ILL_FORMED, "must not be given beside ids");
    }
    if (!form.has("q") && !form.has("ids")) {
      form.refuse("ids", Code.MISSING, "is missing; give ids or q");
    }
  }

  private static Optional<Long> required(Form form) {
    return Optional.of(form.required(EXPECTED, 1L));
  }

  /**
   * An action.
   *
   * @param argument as the client gave it: a deadline counts from when the request came, so the
   *     actions of two requests differ
   */
  private record Asked(BulkAction action, String argument) {}

  private static Asked asked(String name, Form args, Instant now) {
    return switch (name) {
      case COMPLETE -> new Asked(new BulkAction.Complete(), "");
      case START -> new Asked(new BulkAction.Start(), "");
      case ASSIGN -> {
        var assignee = args.required(Field.ASSIGNEE);
        yield new Asked(new BulkAction.Assign(assignee), assignee);
      }
      case SET_DEADLINE -> {
        long seconds = args.required(Field.DEADLINE_SECONDS, 1L);
        yield new Asked(
            new BulkAction.SetDeadline(now.plusSeconds(seconds)), Long.toString(seconds));
      }
      default -> new Asked(new BulkAction.Cancel(), ""); // an unknown action has an error already
    };
  }
}
