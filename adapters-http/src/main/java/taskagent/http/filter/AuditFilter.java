package taskagent.http.filter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import taskagent.domain.audit.AuditAction;
import taskagent.domain.audit.AuditKind;
import taskagent.domain.view.Condition;
import taskagent.domain.view.Condition.Begins;
import taskagent.domain.view.Condition.Label;
import taskagent.domain.view.Condition.Measure;
import taskagent.domain.view.Condition.OneOf;
import taskagent.domain.view.Filter;
import taskagent.http.answer.ProblemException;
import taskagent.http.filter.Term.Value;

/** Reads the filter line of the audit. */
public final class AuditFilter {

  private static final List<String> QUALIFIERS = List.of("actor", "action", "kind", "id", "at");

  private static final List<String> ACTIONS =
      Stream.of(AuditAction.values()).map(AuditAction::wireName).toList();

  private final Instant now;
  private final States<AuditKind> kinds = new States<>(List.of(AuditKind.values()));
  private final List<Condition> conditions = new ArrayList<>();

  private AuditFilter(Instant now) {
    this.now = now;
  }

  /**
   * Reads a line.
   *
   * @param now from which durations count
   * @throws ProblemException with 422 if it is ill-formed; the message names the column
   */
  public static Filter<AuditKind> read(String line, Instant now) {
    var filter = new AuditFilter(now);
    FilterLine.terms(line).forEach(filter::add);
    return new Filter<>(filter.kinds.allowed(), filter.conditions);
  }

  private void add(Term term) {
    switch (term.qualifier().orElse("")) {
      case "" -> conditions.add(new Begins(term.value().text(), term.negated()));
      case "kind" ->
          kinds.add(
              term,
              word -> Stream.of(AuditKind.values()).filter(k -> k.wireName().equals(word)).toList(),
              Stream.of(AuditKind.values()).map(AuditKind::wireName).toList());
      case "action" -> {
        for (var value : term.values()) {
          if (!ACTIONS.contains(value.text())) {
            throw States.unknown(value, ACTIONS);
          }
        }
        oneOf(term, Label.ACTION);
      }
      case "actor" -> oneOf(term, Label.ACTOR);
      case "id" -> oneOf(term, Label.SUBJECT);
      case "at" -> conditions.add(Bounds.past(term, Measure.CREATED, now));
      default -> throw States.noQualifier(term, QUALIFIERS);
    }
  }

  private void oneOf(Term term, Label field) {
    conditions.add(
        new OneOf(field, term.values().stream().map(Value::text).toList(), term.negated()));
  }
}
