package taskagent.http.filter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import taskagent.domain.processing.Workflow;
import taskagent.domain.saga.Outcome;
import taskagent.domain.view.Condition;
import taskagent.domain.view.Condition.Begins;
import taskagent.domain.view.Condition.Label;
import taskagent.domain.view.Condition.Measure;
import taskagent.domain.view.Condition.OneOf;
import taskagent.domain.view.Filter;
import taskagent.domain.view.RunState;
import taskagent.http.answer.ProblemException;
import taskagent.http.filter.Term.Value;

/** Reads the filter line of the list of workflows. */
public final class RunFilter {

  private static final List<String> QUALIFIERS =
      List.of("status", "outcome", "task", "step", "waiting", "attempts", "created", "updated");

  private static final List<String> WAITING = List.of("retry", "not_now");

  private final Instant now;
  private final States<RunState> states = new States<>(List.of(RunState.values()));
  private final List<Condition> conditions = new ArrayList<>();

  private RunFilter(Instant now) {
    this.now = now;
  }

  /**
   * Reads a line.
   *
   * @param now from which durations count
   * @throws ProblemException with 422 if it is ill-formed; the message names the column
   */
  public static Filter<RunState> read(String line, Instant now) {
    var filter = new RunFilter(now);
    FilterLine.terms(line).forEach(filter::add);
    return new Filter<>(filter.states.allowed(), filter.conditions);
  }

  private void add(Term term) {
    switch (term.qualifier().orElse("")) {
      case "" -> conditions.add(new Begins(term.value().text(), term.negated()));
      case "status" ->
          states.add(
              term,
              word -> Stream.of(RunState.values()).filter(s -> name(s).equals(word)).toList(),
              Stream.of(Workflow.Status.values()).map(RunFilter::lower).toList());
      case "outcome" ->
          states.add(
              term,
              word ->
                  Stream.of(Outcome.values())
                      .filter(outcome -> outcome.wireName().equals(word))
                      .map(RunState::of)
                      .toList(),
              Stream.of(Outcome.values()).map(Outcome::wireName).toList());
      case "task" -> oneOf(term, Label.TASK);
      case "step" -> oneOf(term, Label.STEP);
      case "waiting" -> {
        term.values().forEach(RunFilter::checkWaiting);
        oneOf(term, Label.WAITING);
      }
      case "attempts" -> conditions.add(Bounds.attempts(term));
      case "created" -> conditions.add(Bounds.past(term, Measure.CREATED, now));
      case "updated" -> conditions.add(Bounds.past(term, Measure.UPDATED, now));
      default -> throw States.noQualifier(term, QUALIFIERS);
    }
  }

  private void oneOf(Term term, Label field) {
    conditions.add(
        new OneOf(field, term.values().stream().map(Value::text).toList(), term.negated()));
  }

  private static void checkWaiting(Value value) {
    if (!WAITING.contains(value.text())) {
      throw States.unknown(value, WAITING);
    }
  }

  private static String name(RunState state) {
    return lower(state.status());
  }

  private static String lower(Workflow.Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }
}
