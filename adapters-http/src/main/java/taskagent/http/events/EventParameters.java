package taskagent.http.events;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import taskagent.domain.task.TaskStatus;
import taskagent.domain.view.Feed.Position;
import taskagent.domain.view.RunState;
import taskagent.http.answer.Problem;
import taskagent.http.answer.Problem.Code;
import taskagent.http.answer.Problem.FieldError;
import taskagent.http.answer.ProblemException;
import taskagent.http.filter.RunFilter;
import taskagent.http.filter.TaskFilter;
import taskagent.http.route.ApiRequest;

/** Reads what a stream is asked for, and names everything that is wrong with it. */
final class EventParameters {

  private static final HeaderName LAST_EVENT_ID = HeaderNames.create("Last-Event-ID");
  private static final List<String> KNOWN = List.of("q", "of", "since");
  private static final String TASKS = "tasks";
  private static final String WORKFLOWS = "workflows";
  private static final Pattern POSITION = Pattern.compile("([A-Za-z0-9-]{1,64})\\.([0-9]{1,18})");

  private final ApiRequest call;
  private final List<FieldError> errors = new ArrayList<>();

  private EventParameters(ApiRequest call) {
    this.call = call;
  }

  /**
   * What is asked for.
   *
   * @param tasks empty if changes of tasks are not asked for
   * @param runs empty if changes of workflows are not asked for
   * @param since where the stream begins; empty for now
   */
  record Asked(
      Optional<LiveFilter<TaskStatus>> tasks,
      Optional<LiveFilter<RunState>> runs,
      Optional<Position> since) {}

  /**
   * Reads the parameters.
   *
   * @throws ProblemException with 422 if some are ill-formed
   */
  static Asked read(ApiRequest call, InstantSource clock) {
    return new EventParameters(call).read(clock);
  }

  private Asked read(InstantSource clock) {
    checkNames();
    var of = value("of").orElse(TASKS);
    boolean tasks = List.of(of.split(",", -1)).contains(TASKS);
    boolean runs = List.of(of.split(",", -1)).contains(WORKFLOWS);
    if (!List.of(TASKS, WORKFLOWS, TASKS + "," + WORKFLOWS, WORKFLOWS + "," + TASKS).contains(of)) {
      add("of", "must be tasks, workflows, or tasks,workflows");
    }
    var line = value("q").orElse("").strip();
    boolean ambiguous = tasks && runs && !line.isEmpty();
    if (ambiguous) {
      add("q", "needs of=tasks or of=workflows, because both have other terms");
    }
    var asked =
        new Asked(
            read(tasks && !ambiguous, () -> new LiveFilter<>(line, TaskFilter::read, clock)),
            read(runs && !ambiguous, () -> new LiveFilter<>(line, RunFilter::read, clock)),
            since());
    if (!errors.isEmpty()) {
      throw new ProblemException(Problem.invalid(errors));
    }
    return asked;
  }

  private void checkNames() {
    var seen = new HashSet<String>();
    for (var name : call.queryNames()) {
      if (!KNOWN.contains(name)) {
        errors.add(
            FieldError.of(
                name,
                Code.UNKNOWN,
                "is not a parameter of this stream; use one of: " + String.join(", ", KNOWN)));
      } else if (!seen.add(name)) {
        add(name, "must not be given twice");
      }
    }
  }

  private Optional<String> value(String name) {
    return read(true, () -> call.query(name)).flatMap(found -> found);
  }

  /** The header comes from a client that connects again, so it is newer than the parameter. */
  private Optional<Position> since() {
    var header = call.header(LAST_EVENT_ID);
    if (header.size() > 1) {
      add(LAST_EVENT_ID.defaultCase(), "must not be given twice");
    }
    var parameter = value("since").flatMap(text -> position("since", text));
    return header.isEmpty() ? parameter : position(LAST_EVENT_ID.defaultCase(), header.getFirst());
  }

  private Optional<Position> position(String name, String text) {
    var found = POSITION.matcher(text);
    if (!found.matches()) {
      add(name, "must be the id of an event, or the position of a list");
      return Optional.empty();
    }
    return Optional.of(new Position(found.group(1), Long.parseLong(found.group(2))));
  }

  private void add(String name, String message) {
    errors.add(FieldError.of(name, Code.ILL_FORMED, message));
  }

  /** Reads if it is asked for. Notes what is wrong, to go on with the next parameter. */
  private <T> Optional<T> read(boolean asked, Supplier<T> reading) {
    try {
      return asked ? Optional.of(reading.get()) : Optional.empty();
    } catch (ProblemException e) {
      errors.addAll(e.problem().errors());
      return Optional.empty();
    }
  }
}
