package taskagent.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Steps about tasks. */
public final class TaskSteps {

  /** On a busy machine, Dapr may take many seconds for a turn after a restart. */
  private static final Duration SOON = Duration.ofSeconds(30);

  private final ScenarioContext scenario;

  /** Creates the steps of a scenario. */
  public TaskSteps(ScenarioContext scenario) {
    this.scenario = scenario;
  }

  @Given("I ask(ed) to process task {string} for {string} due in {int} second(s)")
  public void process(String task, String assignee, int seconds) {
    scenario.process(task, scenario.request(task, assignee), seconds);
  }

  @When("I ask to process task {string} for {string} without a deadline")
  public void process(String task, String assignee) {
    scenario.answer = scenario.api().post("/tasks/process", scenario.request(task, assignee));
  }

  @Given("I ask to process task {string} titled {string} described {string}")
  public void process(String task, String title, String description) {
    var body = scenario.request(task, "ada").put("title", title).put("description", description);
    scenario.answer = scenario.api().post("/tasks/process", body);
  }

  @Given("{string} is asked of task {string}")
  public void command(String command, String task) {
    scenario.answer = scenario.api().post("/tasks/" + task + "/" + command, scenario.body());
  }

  @When("{string} is asked of task {string} at version {int}")
  public void command(String command, String task, int version) {
    scenario.answer =
        scenario
            .api()
            .post(
                "/tasks/" + task + "/" + command,
                scenario.body(),
                Map.of("If-Match", "\"" + version + "\""));
  }

  @When("task {string} is assigned to {string}")
  public void assign(String task, String assignee) {
    scenario.answer =
        scenario
            .api()
            .post("/tasks/" + task + "/assign", scenario.body().put("assignee", assignee));
    assertThat(scenario.answer.status()).isEqualTo(200);
  }

  @When("the deadline of task {string} is moved to {int} seconds from now")
  public void deadline(String task, int seconds) {
    scenario.answer =
        scenario
            .api()
            .post("/tasks/" + task + "/deadline", scenario.body().put("deadline_seconds", seconds));
    assertThat(scenario.answer.status()).isEqualTo(200);
  }

  @Given("I remember task {string}")
  public void remember(String task) {
    scenario.remembered.put(task, task(task));
  }

  @Then("task {string} is as I remember it")
  public void same(String task) {
    assertThat(task(task)).isEqualTo(scenario.remembered.get(task));
  }

  @Then("task {string} is {string} to {string}")
  public void is(String task, String status, String assignee) {
    assertThat(task(task).path("status").asText()).isEqualTo(status);
    assertThat(task(task).path("assignee").asText()).isEqualTo(assignee);
  }

  @Then("task {string} is {string} with nobody")
  public void is(String task, String status) {
    assertThat(task(task).path("status").asText()).isEqualTo(status);
    assertThat(task(task).path("assignee").isNull()).isTrue();
  }

  @Then("task {string} has a deadline")
  public void deadline(String task) {
    assertThat(task(task).path("deadline").isTextual()).isTrue();
  }

  @Then("task {string} has no deadline")
  public void noDeadline(String task) {
    assertThat(task(task).path("deadline").isNull()).isTrue();
  }

  @Then("task {string} is explained by {string}")
  public void explained(String task, String sentence) {
    var answer = scenario.api().get("/explain/" + task);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("sentence").asText()).isEqualTo(sentence);
  }

  @Then("there is no task {string}")
  public void none(String task) {
    assertThat(scenario.api().get("/tasks/" + task).status()).isEqualTo(404);
  }

  @Then("task {string} becomes {string} within {int} seconds")
  public void becomes(String task, String status, int seconds) {
    Waiting.until(
        Duration.ofSeconds(seconds),
        () -> assertThat(task(task).path("status").asText()).isEqualTo(status));
  }

  @Then("task {string} did not become overdue before its deadline")
  public void notEarly(String task) {
    var overdue = overdueEntries(task);
    assertThat(overdue).isNotEmpty();
    assertThat(Instant.parse(overdue.getFirst().path("at").asText()))
        .isAfterOrEqualTo(Instant.parse(task(task).path("deadline").asText()));
  }

  /** A reminder that fires late is told from one that does not fire: the control fires later. */
  @When("a control task, due {int} second(s) after {string}, becomes overdue")
  public void control(int seconds, String task) {
    var control = task + "-control";
    var due = scenario.due.get(task).plusSeconds(seconds);
    var left = Duration.between(Instant.now(), due).toSeconds() + 1;
    scenario.process(control, scenario.request(control, "ada"), (int) Math.max(left, 1));
    becomes(control, "overdue", (int) Math.max(left, 1) + 30);
  }

  @Then("task {string} became overdue after the agent was started again")
  public void overdueAfterRestart(String task) {
    assertThat(Instant.parse(overdueEntries(task).getFirst().path("at").asText()))
        .isAfterOrEqualTo(scenario.due.get(task).plusSeconds(1));
  }

  @Then("task {string} became overdue {int} time(s)")
  public void overdue(String task, int times) {
    assertThat(types(task).stream().filter("overdue"::equals)).hasSize(times);
  }

  private List<JsonNode> overdueEntries(String task) {
    return entries(task).stream().filter(e -> e.path("type").asText().equals("overdue")).toList();
  }

  @Then("the deadline of {string} is {int} seconds after it was accepted")
  public void deadlineAfterAcceptance(String task, int seconds) {
    var set =
        entries(task).stream().filter(e -> e.path("type").asText().equals("deadline_set")).toList();
    var deadline = Instant.parse(task(task).path("deadline").asText());
    var created = Instant.parse(entries(task).getFirst().path("at").asText());
    assertThat(set).hasSize(1);
    // The task is created a moment after the request was accepted, and never before.
    assertThat(Duration.between(created, deadline))
        .isBetween(Duration.ofSeconds(seconds - 60), Duration.ofSeconds(seconds));
  }

  @Then("the timeline of {string} reads {string}")
  public void timeline(String task, String types) {
    Waiting.until(SOON, () -> assertThat(types(task)).isEqualTo(List.of(types.split(", "))));
  }

  @Then("the timeline of {string} holds {string} once")
  public void timelineHolds(String task, String type) {
    assertThat(types(task).stream().filter(type::equals)).hasSize(1);
  }

  @Then("the timeline of {string} ends with {string}")
  public void timelineEnds(String task, String types) {
    assertThat(types(task)).endsWith(types.split(", "));
  }

  long version(String task) {
    return task(task).path("version").asLong();
  }

  private JsonNode task(String task) {
    var answer = scenario.api().get("/tasks/" + task);
    assertThat(answer.status()).as("GET /tasks/%s: %s", task, answer.body()).isEqualTo(200);
    return answer.body();
  }

  private List<JsonNode> entries(String task) {
    var answer = scenario.api().get("/tasks/" + task + "/timeline");
    assertThat(answer.status()).isEqualTo(200);
    return StreamSupport.stream(answer.body().path("entries").spliterator(), false).toList();
  }

  private List<String> types(String task) {
    return entries(task).stream().map(e -> e.path("type").asText()).toList();
  }
}
