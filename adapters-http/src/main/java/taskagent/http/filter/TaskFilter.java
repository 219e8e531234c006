package taskagent.http.filter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import taskagent.domain.task.TaskStatus;
import taskagent.domain.view.Condition;
import taskagent.domain.view.Condition.Contains;
import taskagent.domain.view.Condition.Label;
import taskagent.domain.view.Condition.Measure;
import taskagent.domain.view.Condition.OneOf;
import taskagent.domain.view.Filter;
import taskagent.domain.view.TitleText;
import taskagent.http.answer.ProblemException;
import taskagent.http.filter.Term.Value;

/** Reads the filter line of the list of tasks. */
public final class TaskFilter {

  private static final List<String> QUALIFIERS =
      List.of("status", "assignee", "due", "created", "updated");

  private static final List<TaskStatus> OPEN =
      Stream.of(TaskStatus.values()).filter(status -> !status.terminal()).toList();

  /** Shorter words are in no index. */
  private static final int LONG_ENOUGH = 3;

  private final Instant now;
  private final States<TaskStatus> states = new States<>(List.of(TaskStatus.values()));
  private final List<Condition> conditions = new ArrayList<>();
  private boolean indexed;

  private TaskFilter(Instant now) {
    this.now = now;
  }

  /**
   * Reads a line.
   *
   * @param now from which durations count
   * @throws ProblemException with 422 if it is ill-formed; the message names the column
   */
  public static Filter<TaskStatus> read(String line, Instant now) {
    var terms = FilterLine.terms(line);
    var filter = new TaskFilter(now);
    terms.forEach(filter::add);
    terms.forEach(filter::checkLength);
    return new Filter<>(filter.states.allowed(), filter.conditions);
  }

  private void add(Term term) {
    indexed |= !term.negated() && (term.qualifier().isPresent() || longEnough(term));
    switch (term.qualifier().orElse("")) {
      case "" ->
          conditions.add(new Contains(TitleText.folded(term.value().text()), term.negated()));
      case "status" -> states.add(term, TaskFilter::statuses, words());
      case "assignee" ->
          conditions.add(
              new OneOf(
                  Label.ASSIGNEE,
                  term.values().stream().map(TaskFilter::assignee).toList(),
                  term.negated()));
      case "due" -> conditions.add(Bounds.due(term, now));
      case "created" -> conditions.add(Bounds.past(term, Measure.CREATED, now));
      case "updated" -> conditions.add(Bounds.past(term, Measure.UPDATED, now));
      default -> throw States.noQualifier(term, QUALIFIERS);
    }
  }

  private static List<TaskStatus> statuses(String word) {
    return word.equals("open")
        ? OPEN
        : Stream.of(TaskStatus.values()).filter(s -> s.wireName().equals(word)).toList();
  }

  private static List<String> words() {
    return Stream.concat(
            Stream.of(TaskStatus.values()).map(TaskStatus::wireName), Stream.of("open"))
        .toList();
  }

  /** Returns the assignee; the empty one for tasks without one. */
  private static String assignee(Value value) {
    return value.text().equals("none") && !value.quoted() ? "" : value.text();
  }

  private void checkLength(Term term) {
    if (term.qualifier().isEmpty() && !indexed && !longEnough(term)) {
      throw Term.refused(
          term.column(),
          "A word of fewer than 3 characters needs another filter beside it, such as assignee: or"
              + " a longer word.");
    }
  }

  private static boolean longEnough(Term term) {
    var text = TitleText.folded(term.value().text());
    return text.codePointCount(0, text.length()) >= LONG_ENOUGH;
  }
}
