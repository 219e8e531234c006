package taskagent.http.api;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import taskagent.domain.Ids;
import taskagent.domain.task.TaskId;
import taskagent.domain.view.Filter;
import taskagent.domain.view.Lists.Query;
import taskagent.domain.view.Lists.Version;
import taskagent.domain.view.Sort;
import taskagent.http.answer.Problem.Code;
import taskagent.http.answer.ProblemException;
import taskagent.http.route.ApiRequest;

/**
 * Reads the parameters of a list (specification §14). Unknown ones are refused, because a filter
 * that is mistyped must not list everything.
 */
final class ListParameters {

  private static final int LIMIT = 50;
  private static final int MOST = 500;
  private static final Pattern VERSION = Pattern.compile("(" + Ids.SHAPE + ")@([0-9]{1,18})");

  private final ApiRequest call;

  /**
   * Reads the names of the parameters.
   *
   * @throws ProblemException with 422 if one is unknown, or is there twice
   */
  ListParameters(ApiRequest call, List<String> known) {
    this.call = call;
    var seen = new HashSet<String>();
    for (var name : call.queryNames()) {
      if (!known.contains(name)) {
        throw ProblemException.field(
            name,
            Code.UNKNOWN,
            "is not a parameter of this list; use one of: " + String.join(", ", known));
      }
      if (!seen.add(name)) {
        throw ProblemException.field(name, Code.ILL_FORMED, "must not be given twice");
      }
    }
  }

  /**
   * Returns what is asked for.
   *
   * @param filter reads the filter line
   * @param sorts the times by which the list can be sorted
   * @throws ProblemException with 422 if a parameter is ill-formed
   */
  <S extends Enum<S>> Query<S> query(
      BiFunction<String, Instant, Filter<S>> filter, List<Sort.By> sorts) {
    var line = call.query("q").orElse("");
    return new Query<>(
        line.strip(),
        filter.apply(line, call.acceptedAt()),
        sort(sorts),
        (int) NumberParameter.read(call, "limit", LIMIT, 1, MOST),
        call.query("after"),
        call.query("min").map(ListParameters::version));
  }

  /** Returns whether each task is to be explained. */
  boolean explain() {
    return switch (call.query("explain").orElse("false")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw ProblemException.field("explain", Code.ILL_FORMED, "must be true or false");
    };
  }

  private Sort sort(List<Sort.By> allowed) {
    var text = call.query("sort");
    return text.isEmpty()
        ? allowed.contains(Sort.By.UPDATED) ? Sort.NEWEST_CHANGE : Sort.NEWEST
        : Sort.named(text.get(), allowed)
            .orElseThrow(
                () ->
                    ProblemException.field(
                        "sort",
                        Code.ILL_FORMED,
                        allowed.stream()
                            .flatMap(
                                by -> List.of(new Sort(by, false), new Sort(by, true)).stream())
                            .map(Sort::name)
                            .collect(Collectors.joining(", ", "must be one of: ", ""))));
  }

  private static Version version(String text) {
    return Optional.of(VERSION.matcher(text))
        .filter(Matcher::matches)
        .map(found -> new Version(new TaskId(found.group(1)), Long.parseLong(found.group(2))))
        .orElseThrow(
            () ->
                ProblemException.field(
                    "min", Code.ILL_FORMED, "must be a task id and a version, such as task-42@7"));
  }
}
