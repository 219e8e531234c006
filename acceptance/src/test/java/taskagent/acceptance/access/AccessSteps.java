package taskagent.acceptance.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cucumber.java.After;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/** Steps of the scenarios about access. */
public final class AccessSteps {

  private GuardedServer server;

  @Given("a server whose callers show tokens")
  public void start() {
    server = new GuardedServer();
  }

  /** Ends the server of the scenario. */
  @After("@access")
  public void stop() {
    server.close();
  }

  @Given(
      "{string}, {string} and {string} are users, {string} is an operator and {string} is a reader")
  public void callers(String one, String two, String three, String operator, String reader) {
    server.createAll(
        Map.of(one, "user", two, "user", three, "user", operator, "operator", reader, "reader"));
    soon(() -> gets(reader, 200, "/me"));
  }

  private static void soon(ThrowingRunnable assertion) {
    Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(assertion);
  }

  @Then("{string} gets {int} for {string}")
  public void gets(String caller, int status, String path) {
    var answer = server.get(caller, path);
    assertThat(answer.status()).as("%s at %s: %s", caller, path, answer.body()).isEqualTo(status);
  }

  @Then("{string} soon gets {int} for {string}")
  public void soonGets(String caller, int status, String path) {
    soon(() -> gets(caller, status, path));
  }

  @When("{string} asks to process task {string} for {string}")
  public void process(String caller, String task, String assignee) {
    var request =
        """
        {"task_id": "%s", "title": "A fine title", "description": "What is to be done",
         "assignee": "%s"}"""
            .formatted(task, assignee);
    assertThat(server.post(caller, "/tasks/process", request).status()).isEqualTo(202);
    var ended = server.get(caller, "/workflows/task-workflow-" + task + "?wait=20s");
    assertThat(ended.body().path("status").asText()).isEqualTo("COMPLETED");
  }

  @Then("{string} gets {int} when sending {string} to {string}")
  public void refused(String caller, int status, String command, String task) {
    var answer = server.post(caller, "/tasks/" + task + "/" + command, "");
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(status);
  }

  @When("{string} sends {string} to {string}")
  public void command(String caller, String command, String task) {
    refused(caller, 200, command, task);
  }

  @When("{string} hands {string} over to {string}")
  public void handOver(String caller, String task, String other) {
    var answer =
        server.post(caller, "/tasks/" + task + "/assign", "{\"assignee\": \"" + other + "\"}");
    assertThat(answer.status()).isEqualTo(200);
  }

  @When("the server is restarted")
  public void restart() {
    server.restart();
  }

  @When("the token of {string} is revoked")
  public void revoke(String user) {
    server.revoke(user);
  }

  @When("somebody shows the token {string}")
  public void show(String token) {
    server.remember("somebody", token);
    gets("somebody", 401, "/tasks");
  }

  @Then("the tasks of {string} are {string}")
  public void tasks(String caller, String ids) {
    soon(() -> list(caller, "/tasks?limit=2", "task_id", ids));
  }

  @Then("the workflows of {string} are {string}")
  public void workflows(String caller, String ids) {
    soon(() -> list(caller, "/workflows?limit=2", "workflow_id", ids));
  }

  /** Reads all pages; the total of each is that of what the caller may see. */
  private void list(String caller, String path, String field, String expected) {
    var found = new TreeSet<String>();
    var page = page(caller, path);
    add(page, field, found);
    while (page.path("next").isTextual()) {
      page = page(caller, path + "&after=" + page.path("next").asText());
      add(page, field, found);
    }
    assertThat(String.join(" ", found)).isEqualTo(expected);
    assertThat(page.path("total").path("value").asInt()).isEqualTo(found.size());
  }

  private JsonNode page(String caller, String path) {
    var answer = server.get(caller, path);
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static void add(JsonNode page, String field, Set<String> found) {
    page.path("items").forEach(item -> found.add(item.path(field).asText()));
  }

  @Then("{string} cannot use a cursor of {string}")
  public void foreignCursor(String caller, String other) {
    var next = page(other, "/tasks?limit=2").path("next").asText();
    assertThat(server.get(caller, "/tasks?limit=2&after=" + next).status()).isEqualTo(400);
  }

  @Then("the actors on the timeline of {string} are {string}")
  public void actors(String task, String actors) {
    var entries = server.get("ops", "/tasks/" + task + "/timeline").body().path("entries");
    assertThat(
            StreamSupport.stream(entries.spliterator(), false)
                .map(entry -> entry.path("actor").asText())
                .collect(Collectors.joining(" ")))
        .isEqualTo(actors);
  }

  @Then("the audit of {string} for {string} is {string}")
  public void audit(String caller, String filter, String expected) {
    soon(
        () ->
            assertThat(
                    StreamSupport.stream(
                            page(caller, "/audit?q=" + filter).path("items").spliterator(), false)
                        .map(
                            item ->
                                item.path("actor").asText() + " " + item.path("action").asText())
                        .collect(Collectors.joining(", ")))
                .isEqualTo(expected));
  }

  @Then("the server has logged that {string} changed {string}")
  public void logged(String user, String path) {
    soon( // the line is written after the answer
        () ->
            assertThat(server.log().lines())
                .anyMatch(line -> line.contains("POST " + path) && line.contains("user=" + user)));
  }

  @Then("the server has logged no token")
  public void loggedNoToken() {
    assertThat(server.log()).isNotEmpty().doesNotContain(server.tokens());
  }

  @Then("{string} can chat as {string}")
  public void chats(String caller, String user) {
    assertThat(chat(caller, user)).isEqualTo(200);
  }

  @Then("{string} cannot chat as {string}")
  public void doesNotChat(String caller, String user) {
    assertThat(chat(caller, user)).isEqualTo(404);
    gets(caller, 404, "/chat/" + user + "/history");
  }

  private int chat(String caller, String user) {
    return server.post(caller, "/chat/" + user, "{\"content\": \"Hello\"}").status();
  }
}
