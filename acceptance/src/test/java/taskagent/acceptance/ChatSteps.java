package taskagent.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;

/** Steps about conversations. */
public final class ChatSteps {

  private final ScenarioContext scenario;

  /** Creates the steps of a scenario. */
  public ChatSteps(ScenarioContext scenario) {
    this.scenario = scenario;
  }

  @Given("{string} says {string}")
  public void says(String user, String text) {
    scenario.answer = scenario.api().post("/chat/" + user, scenario.body().put("content", text));
    assertThat(scenario.answer.status()).isEqualTo(200);
  }

  @When("{string} says {string} with key {string}")
  public void says(String user, String text, String key) {
    scenario.answer =
        scenario
            .api()
            .post(
                "/chat/" + user,
                scenario.body().put("content", text),
                Map.of("Idempotency-Key", key));
  }

  @When("{string} says {int} messages")
  public void says(String user, int count) {
    IntStream.range(0, count).forEach(i -> says(user, "Message " + i));
  }

  @Then("the assistant answers {string}")
  public void answers(String text) {
    assertThat(scenario.answer.body().path("role").asText()).isEqualTo("assistant");
    assertThat(scenario.answer.body().path("content").asText()).isEqualTo(text);
  }

  @Then("the history of {string} holds {int} of {int} messages")
  public void holds(String user, int kept, int total) {
    assertThat(messages(user)).hasSize(kept);
    assertThat(history(user).path("total_messages").asInt()).isEqualTo(total);
  }

  @Then("the history of {string} contains {string}")
  public void contains(String user, String text) {
    assertThat(messages(user)).anyMatch(m -> m.path("content").asText().equals(text));
  }

  @Then("the history of {string} does not contain {string}")
  public void containsNot(String user, String text) {
    assertThat(messages(user)).noneMatch(m -> m.path("content").asText().equals(text));
  }

  @Then("the entries of the history of {string} are numbered {int} to {int}")
  public void numbered(String user, int from, int to) {
    assertThat(messages(user).stream().map(m -> m.path("seq").asLong()))
        .isEqualTo(LongStream.rangeClosed(from, to).boxed().toList());
  }

  @Then("each of them was counted once")
  public void counted() {
    assertThat(scenario.answers.stream().map(a -> a.body().path("content").asText()))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, scenario.answers.size())
                .mapToObj(ChatSteps::understood)
                .toList());
  }

  @Then("every message in the history of {string} is followed by its answer")
  public void answered(String user) {
    var messages = messages(user);
    for (int i = 0; i < messages.size(); i += 2) {
      var reply = messages.get(i + 1);
      assertThat(messages.get(i).path("role").asText()).isEqualTo("user");
      assertThat(reply.path("role").asText()).isEqualTo("assistant");
      assertThat(reply.path("content").asText())
          .isEqualTo(understood(reply.path("seq").asInt() / 2));
    }
  }

  private static String understood(int number) {
    return "Understood. I'm tracking our conversation (message #" + number + ").";
  }

  @When("the history of {string} is cleared")
  public void clear(String user) {
    assertThat(scenario.api().delete("/chat/" + user + "/history").status()).isEqualTo(204);
  }

  private JsonNode history(String user) {
    var answer = scenario.api().get("/chat/" + user + "/history");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("user_id").asText()).isEqualTo(user);
    return answer.body();
  }

  private List<JsonNode> messages(String user) {
    return StreamSupport.stream(history(user).path("messages").spliterator(), false).toList();
  }
}
