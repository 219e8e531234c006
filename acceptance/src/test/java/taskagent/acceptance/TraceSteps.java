package taskagent.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cucumber.datatable.DataTable;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import taskagent.acceptance.kubernetes.CollectedTraces;
import taskagent.acceptance.kubernetes.CollectedTraces.Span;

/** Steps about traces. */
public final class TraceSteps {

  /** Sidecars send their spans every five seconds. */
  private static final Duration SOON = Duration.ofMinutes(1);

  /** The id of the span of the client, to which its request belongs. */
  private static final String CLIENT = "00f067aa0ba902b7";

  private final ScenarioContext scenario;
  private final String trace = UUID.randomUUID().toString().replace("-", "");

  /** Creates the steps of a scenario. */
  public TraceSteps(ScenarioContext scenario) {
    this.scenario = scenario;
  }

  @When("I ask to process task {string} for {string} due in {int} seconds, as part of a trace")
  public void process(String task, String assignee, int seconds) {
    var body = scenario.request(task, assignee).put("deadline_seconds", seconds);
    var traceparent = "00-" + trace + "-" + CLIENT + "-01";
    scenario.answer =
        scenario.api().post("/tasks/process", body, Map.of("traceparent", traceparent));
    assertThat(scenario.answer.status()).isEqualTo(202);
  }

  /** The span of each row is a descendant of the previous one; the first, of the client's span. */
  @Then("the trace shows, one under the other:")
  public void shows(DataTable table) {
    Waiting.slowlyUntil(SOON, () -> checkChain(CollectedTraces.of(trace), table.asMaps()));
  }

  private static void checkChain(List<Span> spans, List<Map<String, String>> rows) {
    Set<String> above = Set.of(CLIENT);
    for (var row : rows) {
      var under = above;
      var found =
          spans.stream()
              .filter(span -> span.service().equals(row.get("service")))
              .filter(span -> span.name().matches(row.get("span")))
              .filter(span -> isUnder(span, under, spans))
              .map(Span::id)
              .collect(Collectors.toSet());
      assertThat(found).as("%s under %s, in %s", row, under, spans).isNotEmpty();
      above = found;
    }
  }

  private static boolean isUnder(Span span, Set<String> above, List<Span> spans) {
    var byId = spans.stream().collect(Collectors.toMap(Span::id, Function.identity(), (a, _) -> a));
    var seen = new HashSet<String>();
    var parent = span.parent();
    while (!above.contains(parent)) {
      if (!byId.containsKey(parent) || !seen.add(parent)) {
        return false;
      }
      parent = byId.get(parent).parent();
    }
    return true;
  }

  /** The parent of each span has arrived, too, or is the span of the client. */
  @Then("each span of it belongs under another, or under what the client did")
  public void closed() {
    Waiting.slowlyUntil(
        SOON,
        () -> {
          var spans = CollectedTraces.of(trace);
          var known = spans.stream().map(Span::id).collect(Collectors.toSet());
          known.add(CLIENT);
          assertThat(spans).isNotEmpty().allMatch(span -> known.contains(span.parent()));
        });
  }
}
