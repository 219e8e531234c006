package taskagent.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import taskagent.acceptance.ApiClient.Answer;

/**
 * Steps about bulks. A request is repeated until the lists of the replica that answers it are built
 * and have the latest tasks.
 */
public final class BulkSteps {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ScenarioContext scenario;
  private final AtomicReference<String> bulk = new AtomicReference<>();

  /** Creates the steps of a scenario. */
  public BulkSteps(ScenarioContext scenario) {
    this.scenario = scenario;
  }

  private Answer post(String action, int count, String filter) {
    return scenario
        .api()
        .post(
            "/bulk",
            JsonNodeFactory.instance
                .objectNode()
                .put("action", action)
                .put("q", filter)
                .put("expected_count", count));
  }

  @When("a bulk begins to {string} the {int} tasks {string}")
  public void begin(String action, int count, String filter) {
    Waiting.until(
        PATIENCE,
        () -> {
          var answer = post(action, count, filter);
          assertThat(answer.status()).as("%s", answer.body()).isEqualTo(202);
          bulk.set(answer.body().path("bulk_id").asText());
        });
  }

  @Then("a bulk to {string} the {int} tasks {string} is refused because there are {int} tasks")
  public void refused(String action, int count, String filter, int actual) {
    Waiting.until(
        PATIENCE,
        () -> {
          var answer = post(action, count, filter);
          assertThat(answer.status()).as("%s", answer.body()).isEqualTo(409);
          assertThat(answer.body().path("detail").asText()).contains(actual + " tasks");
        });
  }

  @Then("the bulk ends as {string} with {int} done and {int} refused")
  public void ends(String state, int done, int refused) {
    Waiting.until(
        PATIENCE,
        () -> {
          var found = scenario.api().get("/bulk/" + bulk.get() + "?wait=10s");
          assertThat(found.status()).isEqualTo(200);
          assertThat(found.body().path("state").asText()).isEqualTo(state);
          assertThat(found.body().path("done").asInt()).isEqualTo(done);
          assertThat(found.body().path("refused").asInt()).isEqualTo(refused);
        });
  }

  @Then("the list of bulks has it")
  public void listed() {
    Waiting.until(
        PATIENCE,
        () -> {
          var found = scenario.api().get("/bulk?limit=500");
          assertThat(found.status()).as("%s", found.body()).isEqualTo(200);
          assertThat(found.body().path("items"))
              .anyMatch(
                  item ->
                      item.path("bulk_id").asText().equals(bulk.get())
                          && item.path("left").asInt() == 0);
        });
  }
}
