package taskagent.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import taskagent.acceptance.ApiClient.Answer;

/** Steps about workflows, and about many of them at once. */
public final class WorkflowSteps {

  /** Dapr may lose timers; then the keeper moves a saga on, 15 s late each time (ADR 25). */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ScenarioContext scenario;
  private final TaskSteps tasks;
  private int herd;

  /** Creates the steps of a scenario. */
  public WorkflowSteps(ScenarioContext scenario, TaskSteps tasks) {
    this.scenario = scenario;
    this.tasks = tasks;
  }

  @Given("the workflow of {string} ends as {string}")
  public void ends(String task, String outcome) {
    Waiting.until(
        PATIENCE,
        () -> {
          var answer = scenario.api().get("/workflows/task-workflow-" + task + "?wait=10s");
          assertThat(answer.status()).isEqualTo(200);
          scenario.workflow = answer.body();
          assertThat(answer.body().path("status").asText()).isEqualTo("COMPLETED");
        });
    assertThat(scenario.workflow.path("result").path("status").asText()).isEqualTo(outcome);
    assertThat(scenario.workflow.path("output").asText())
        .isEqualTo(scenario.workflow.path("result").toString());
  }

  @Then("the workflow of {string} is under way")
  public void underWay(String task) {
    var answer = scenario.api().get("/workflows/task-workflow-" + task);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("status").asText()).isEqualTo("RUNNING");
  }

  @Then("there is no workflow of {string}")
  public void none(String task) {
    assertThat(scenario.api().get("/workflows/task-workflow-" + task).status()).isEqualTo(404);
  }

  @Then("its steps {string} are all {string}")
  public void steps(String names, String status) {
    var steps = scenario.workflow.path("steps");
    assertThat(steps).extracting(s -> s.path("name").asText()).containsExactly(names.split(", "));
    assertThat(steps).extracting(s -> s.path("status").asText()).containsOnly(status);
  }

  @Then("its step {string} is {string}, because {string}")
  public void stepBecause(String name, String status, String reason) {
    assertThat(scenario.workflow.path("steps"))
        .filteredOn(step -> step.path("name").asText().equals(name))
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.path("status").asText()).isEqualTo(status);
              assertThat(step.path("reason").asText()).isEqualTo(reason);
            });
  }

  @Then("its message names {string} and {string}")
  public void message(String one, String other) {
    assertThat(scenario.workflow.path("result").path("message").asText()).contains(one, other);
  }

  @Then("the answer is {int}")
  public void answered(int status) {
    assertThat(scenario.answer.status()).as("%s", scenario.answer.body()).isEqualTo(status);
  }

  @Then("its detail names {string}")
  public void detail(String text) {
    assertThat(scenario.answer.body().path("detail").asText()).contains(text);
  }

  @When("the workflow of {string} is cancelled")
  public void cancel(String task) {
    scenario.answer =
        scenario.api().post("/workflows/task-workflow-" + task + "/cancel", scenario.body());
  }

  @When("the workflow of {string} is tried again for {string}")
  public void retry(String task, String assignee) {
    scenario.answer =
        scenario
            .api()
            .post(
                "/workflows/task-workflow-" + task + "/retry",
                scenario.body().put("assignee", assignee));
  }

  @When("the workflow of {string} is tried again with title {string}")
  public void retryTitled(String task, String title) {
    scenario.answer =
        scenario
            .api()
            .post(
                "/workflows/task-workflow-" + task + "/retry", scenario.body().put("title", title));
  }

  @Given("step {string} of the workflow of {string} is {string}")
  public void stepIs(String step, String task, String status) {
    Waiting.until(
        PATIENCE,
        () ->
            assertThat(scenario.api().get("/workflows/task-workflow-" + task).body().path("steps"))
                .filteredOn(line -> line.path("name").asText().equals(step))
                .extracting(line -> line.path("status").asText())
                .containsExactly(status));
  }

  @When("the workflow of {string} is tried at once")
  public void retryNow(String task) {
    scenario.answer =
        scenario.api().post("/workflows/task-workflow-" + task + "/retry-now", scenario.body());
  }

  // ---------------------------------------------------------------- many

  @When("{int} clients at once ask to process task {string}")
  public void clients(int clients, String task) throws InterruptedException, ExecutionException {
    scenario.answers = atOnce(clients, _ -> process(task, "ada"));
  }

  @When("{int} clients at once ask to process task {string}, each for somebody else")
  public void rivals(int clients, String task) throws InterruptedException, ExecutionException {
    scenario.answers = atOnce(clients, i -> process(task, "user-" + i));
  }

  @When("{int} clients at once ask to try the workflow of {string} again")
  public void retries(int clients, String task) throws InterruptedException, ExecutionException {
    scenario.answers =
        atOnce(
            clients,
            _ ->
                scenario
                    .api()
                    .post("/workflows/task-workflow-" + task + "/retry", scenario.body()));
  }

  @When("{int} clients at once ask {string} of task {string}")
  public void commands(int clients, String command, String task)
      throws InterruptedException, ExecutionException {
    scenario.answers =
        atOnce(
            clients, _ -> scenario.api().post("/tasks/" + task + "/" + command, scenario.body()));
  }

  @When("{int} clients at once assign task {string}, each as they read it")
  public void assigns(int clients, String task) throws InterruptedException, ExecutionException {
    var read = Map.of("If-Match", "\"" + tasks.version(task) + "\"");
    scenario.answers =
        atOnce(
            clients,
            i ->
                scenario
                    .api()
                    .post(
                        "/tasks/" + task + "/assign",
                        scenario.body().put("assignee", "user-" + i),
                        read));
  }

  @When("{int} clients at once speak as {string}")
  public void speak(int clients, String user) throws InterruptedException, ExecutionException {
    scenario.answers =
        atOnce(
            clients,
            i ->
                scenario
                    .api()
                    .post("/chat/" + user, scenario.body().put("content", "Message " + i)));
  }

  @Then("all of them are answered {int}")
  public void allAnswered(int status) {
    assertThat(scenario.answers).isNotEmpty().allMatch(answer -> answer.status() == status);
  }

  /** The status is 202, or 200 if the workflow has ended by then. */
  @Then("all of them are answered with the workflow of {string}")
  public void allAnsweredWith(String name) {
    assertThat(scenario.answers)
        .isNotEmpty()
        .allMatch(answer -> answer.status() == 202 || answer.status() == 200)
        .allMatch(
            answer -> answer.body().path("workflow_id").asText().equals("task-workflow-" + name));
  }

  @Then("{int} of them is answered {int} and the others {int}")
  public void someAnswered(int count, int status, int others) {
    assertThat(scenario.answers.stream().filter(a -> a.status() == status)).hasSize(count);
    assertThat(scenario.answers.stream().filter(a -> a.status() == others))
        .hasSize(scenario.answers.size() - count);
  }

  @When("{int} tasks {string} are asked to be processed")
  public void herd(int count, String name) throws InterruptedException, ExecutionException {
    herd = count;
    scenario.answers = atOnce(count, i -> process(name + "-" + i, "ada"));
    allAnswered(202);
  }

  @Then("all workflows of {string} end as {string}")
  public void herdEnds(String name, String outcome) {
    IntStream.range(0, herd).forEach(i -> ends(name + "-" + i, outcome));
  }

  @Then("each timeline of {string} reads {string}")
  public void herdTimelines(String name, String types) {
    IntStream.range(0, herd).forEach(i -> tasks.timeline(name + "-" + i, types));
  }

  @Then("each assignee of {string} was told once")
  public void herdTold(String name) {
    IntStream.range(0, herd).forEach(i -> SurroundingsSteps.toldOnce(scenario, name + "-" + i));
  }

  private Answer process(String task, String assignee) {
    return scenario.api().post("/tasks/process", scenario.request(task, assignee));
  }

  private static List<Answer> atOnce(int clients, IntFunction<Answer> call)
      throws InterruptedException, ExecutionException {
    var start = new CountDownLatch(1);
    var answers = new ArrayList<Answer>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls = new ArrayList<Future<Answer>>();
      for (int i = 0; i < clients; i++) {
        int number = i;
        calls.add(
            threads.submit(
                () -> {
                  start.await();
                  return call.apply(number);
                }));
      }
      start.countDown();
      for (var each : calls) {
        answers.add(each.get());
      }
    }
    return answers;
  }
}
