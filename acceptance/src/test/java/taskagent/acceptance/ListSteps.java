package taskagent.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cucumber.java.After;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Steps about lists. */
public final class ListSteps {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final ScenarioContext scenario;
  private Optional<ChangeStream> stream = Optional.empty();

  /** Creates the steps of a scenario. */
  public ListSteps(ScenarioContext scenario) {
    this.scenario = scenario;
  }

  @Then("the list of tasks {string} by {string} has the page {string}")
  public void tasks(String filter, String sort, String page) {
    Waiting.until(SOON, () -> assertThat(pages(filter, sort)).containsExactly(page));
  }

  @Then("the list of tasks {string} by {string} has the pages {string} and {string}")
  public void tasks(String filter, String sort, String first, String second) {
    Waiting.until(SOON, () -> assertThat(pages(filter, sort)).containsExactly(first, second));
  }

  @Then("the list of workflows {string} has {string}")
  public void workflows(String filter, String workflow) {
    Waiting.until(
        SOON,
        () ->
            assertThat(ids(list("/workflows?q=" + encoded(filter)), "workflow_id"))
                .isEqualTo(workflow));
  }

  @Then("the audit {string} has {string}")
  public void audit(String filter, String actions) {
    Waiting.until(
        SOON,
        () -> assertThat(ids(list("/audit?q=" + encoded(filter)), "action")).isEqualTo(actions));
  }

  /** On Dapr, another replica than that of the list may have the stream. */
  @When("the changes of tasks {string} are followed from their list")
  public void follow(String filter) {
    Waiting.until( // a replica may be building its lists
        SOON,
        () -> {
          close();
          var query = "q=" + encoded(filter);
          var position = list("/tasks?" + query).at("/as_of/position").asText();
          var path = "/events?of=tasks&" + query + "&since=" + encoded(position);
          var opened = new ChangeStream(scenario.agent().address() + path);
          stream = Optional.of(opened);
          assertThat(opened.status()).isEqualTo(200);
        });
  }

  @Then("the stream says {string} of task {string}")
  public void says(String event, String task) {
    Waiting.until(
        SOON,
        () ->
            assertThat(stream.orElseThrow().events())
                .noneMatch(said -> said.startsWith("reset"))
                .anyMatch(
                    said ->
                        said.startsWith(event + " ")
                            && said.contains("\"task_id\":\"" + task + "\"")));
  }

  /** Closes the stream of the scenario. */
  @After
  public void close() {
    stream.ifPresent(ChangeStream::close);
  }

  /** Returns the ids on each page of two tasks. */
  private List<String> pages(String filter, String sort) {
    var pages = new ArrayList<String>();
    var path = "/tasks?limit=2&sort=" + sort + "&q=" + encoded(filter);
    var page = list(path);
    pages.add(ids(page, "task_id"));
    while (page.path("next").isTextual()) {
      page = list(path + "&after=" + page.path("next").asText());
      pages.add(ids(page, "task_id"));
    }
    return pages;
  }

  private JsonNode list(String path) {
    var answer = scenario.api().get(path);
    assertThat(answer.status()).as("GET %s: %s", path, answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static String ids(JsonNode page, String field) {
    return StreamSupport.stream(page.path("items").spliterator(), false)
        .map(item -> item.path(field).asText())
        .collect(Collectors.joining(" "));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
