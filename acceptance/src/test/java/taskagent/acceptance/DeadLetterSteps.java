package taskagent.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Steps about events that their receiver refuses, and dead letters. */
public final class DeadLetterSteps {

  /** The agents of the scenarios give an event up after eight seconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final ScenarioContext scenario;

  /** Creates the steps of a scenario. */
  public DeadLetterSteps(ScenarioContext scenario) {
    this.scenario = scenario;
  }

  @Given("the receiver of events refuses {string} about {string}")
  public void refuses(String type, String subject) {
    scenario.receivers().refuse(subject, type);
  }

  @When("the receiver accepts the events about {string} again")
  public void accepts(String subject) {
    scenario.receivers().refuse(subject, "");
  }

  @Then("{string} about {string} becomes a dead letter")
  public void dies(String type, String subject) {
    Waiting.until(
        PATIENCE,
        () ->
            assertThat(letters(subject))
                .singleElement()
                .satisfies(
                    letter -> {
                      assertThat(letter.path("type").asText()).isEqualTo(type);
                      assertThat(letter.path("attempts").asInt()).isGreaterThan(1);
                      assertThat(letter.path("reason").asText()).contains("500");
                    }));
  }

  @When("the dead letter about {string} is replayed")
  public void replay(String subject) {
    var id = letters(subject).getFirst().path("dead_letter_id").asText();
    var answer = scenario.api().post("/dead-letters/" + id + "/replay", scenario.body());
    assertThat(answer.status()).isEqualTo(202);
  }

  @Then("there is no dead letter about {string}")
  public void none(String subject) {
    assertThat(letters(subject)).isEmpty();
  }

  private List<JsonNode> letters(String subject) {
    var answer = scenario.api().get("/dead-letters?limit=500");
    assertThat(answer.status()).isEqualTo(200);
    var found = new ArrayList<JsonNode>();
    for (var letter : answer.body().path("items")) {
      if (letter.path("subject").asText().equals(subject)) {
        found.add(letter);
      }
    }
    return found;
  }
}
