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

/** Words about tasks. */
public final class TaskSteps {

  private final Scene scene;

  /** Speaks of this scene. */
  public TaskSteps(Scene scene) {
    this.scene = scene;
  }

  @Given("I ask(ed) to process task {string} for {string} due in {int} second(s)")
  public void process(String task, String assignee, int seconds) {
    var body = scene.request(task, assignee).put("deadline_seconds", seconds);
    scene.answer = scene.api().post("/tasks/process", body);
  }

  @When("I ask to process task {string} for {string} without a deadline")
  public void process(String task, String assignee) {
    scene.answer = scene.api().post("/tasks/process", scene.request(task, assignee));
  }

  @Given("I ask to process task {string} titled {string} described {string}")
  public void process(String task, String title, String description) {
    var body = scene.request(task, "ada").put("title", title).put("description", description);
    scene.answer = scene.api().post("/tasks/process", body);
  }

  @Given("{string} is asked of task {string}")
  public void command(String command, String task) {
    scene.answer = scene.api().post("/tasks/" + task + "/" + command, scene.body());
  }

  @When("{string} is asked of task {string} at version {int}")
  public void command(String command, String task, int version) {
    scene.answer =
        scene
            .api()
            .post(
                "/tasks/" + task + "/" + command,
                scene.body(),
                Map.of("If-Match", "\"" + version + "\""));
  }

  @When("task {string} is assigned to {string}")
  public void assign(String task, String assignee) {
    scene.answer =
        scene.api().post("/tasks/" + task + "/assign", scene.body().put("assignee", assignee));
    assertThat(scene.answer.status()).isEqualTo(200);
  }

  @When("the deadline of task {string} is moved to {int} seconds from now")
  public void deadline(String task, int seconds) {
    scene.answer =
        scene
            .api()
            .post("/tasks/" + task + "/deadline", scene.body().put("deadline_seconds", seconds));
    assertThat(scene.answer.status()).isEqualTo(200);
  }

  @Given("I remember task {string}")
  public void remember(String task) {
    scene.remembered.put(task, task(task));
  }

  @Then("task {string} is as I remember it")
  public void same(String task) {
    assertThat(task(task)).isEqualTo(scene.remembered.get(task));
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

  @Then("there is no task {string}")
  public void none(String task) {
    assertThat(scene.api().get("/tasks/" + task).status()).isEqualTo(404);
  }

  @Then("task {string} becomes {string} within {int} seconds")
  public void becomes(String task, String status, int seconds) {
    Waiting.until(
        Duration.ofSeconds(seconds),
        () -> assertThat(task(task).path("status").asText()).isEqualTo(status));
  }

  @Then("task {string} did not become overdue before its deadline")
  public void notEarly(String task) {
    var overdue =
        entries(task).stream().filter(e -> e.path("type").asText().equals("overdue")).toList();
    assertThat(overdue).isNotEmpty();
    assertThat(Instant.parse(overdue.getFirst().path("at").asText()))
        .isAfterOrEqualTo(Instant.parse(task(task).path("deadline").asText()));
  }

  @Then("task {string} became overdue {int} time(s)")
  public void overdue(String task, int times) {
    assertThat(types(task).stream().filter("overdue"::equals)).hasSize(times);
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
        .isBetween(Duration.ofSeconds(seconds - 10), Duration.ofSeconds(seconds));
  }

  @Then("the timeline of {string} reads {string}")
  public void timeline(String task, String types) {
    Waiting.until(
        Duration.ofSeconds(5), () -> assertThat(types(task)).isEqualTo(List.of(types.split(", "))));
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
    var answer = scene.api().get("/tasks/" + task);
    assertThat(answer.status()).as("GET /tasks/%s: %s", task, answer.body()).isEqualTo(200);
    return answer.body();
  }

  private List<JsonNode> entries(String task) {
    var answer = scene.api().get("/tasks/" + task + "/timeline");
    assertThat(answer.status()).isEqualTo(200);
    return StreamSupport.stream(answer.body().path("entries").spliterator(), false).toList();
  }

  private List<String> types(String task) {
    return entries(task).stream().map(e -> e.path("type").asText()).toList();
  }
}
