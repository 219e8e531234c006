package taskagent.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;
import taskagent.acceptance.Receivers.Delivery;

/** Steps about what surrounds the agent: assignees, subscribers, crashes and time. */
public final class SurroundingsSteps {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** On a busy cluster that has just started, Dapr may take seconds for each turn. */
  private static final Duration LATE_AT_MOST = Duration.ofSeconds(15);

  private static final Duration ONE_SECOND = Duration.ofSeconds(1);

  private final ScenarioContext scenario;

  /** Creates the steps of a scenario. */
  public SurroundingsSteps(ScenarioContext scenario) {
    this.scenario = scenario;
  }

  @Given("the assignee of {string} cannot be told")
  public void cannotBeTold(String task) {
    scenario.receivers().fail(task);
  }

  @Given("the assignee of {string} cannot be told {int} time(s)")
  public void cannotBeTold(String task, int times) {
    scenario.receivers().fail(task, times);
  }

  @Given("the assignee of {string} can only be told a minute later")
  public void toldLater(String task) {
    scenario.receivers().postpone(task, Duration.ofMinutes(1));
  }

  @Given("telling the assignee(s) of {string} takes {int} second(s)")
  public void takes(String task, int seconds) {
    scenario.receivers().delay(task, Duration.ofSeconds(seconds));
  }

  @Given("telling the assignee(s) of {string} takes until the agent dies")
  public void takesUntilDeath(String task) {
    scenario.receivers().hold(task, 1);
  }

  @Given("telling the assignee(s) of {string} takes until the agent has died {int} times")
  public void takesUntilDeaths(String task, int times) {
    scenario.receivers().hold(task, times);
  }

  @Given("nobody can be told anything")
  public void nobodyCanBeTold() {
    scenario.receivers().down(true);
  }

  @Given("everybody can be told again")
  public void everybodyCanBeTold() {
    scenario.receivers().down(false);
  }

  @Given("telling the assignees of {string} failed {int} times")
  public void failed(String task, int times) {
    Waiting.until(
        PATIENCE,
        () -> assertThat(scenario.receivers().failed(task)).isGreaterThanOrEqualTo(times));
  }

  /** An engine that dies may have to repeat an attempt, which then has the same number. */
  @Then("telling the assignee of {string} was tried in {int} attempts")
  public void tried(String task, int attempts) {
    assertThat(scenario.receivers().deliveries(task).stream().map(Delivery::attempt).distinct())
        .containsExactlyElementsOf(IntStream.rangeClosed(1, attempts).boxed().toList());
  }

  @Given("telling the assignee of {string} has begun")
  public void begun(String task) {
    Waiting.until(PATIENCE, () -> assertThat(scenario.receivers().deliveries(task)).isNotEmpty());
  }

  @Then("the assignee of {string} was told once")
  public void told(String task) {
    toldOnce(scenario, task);
  }

  /** It may be delivered again, but a receiver that knows the key sees one notification. */
  static void toldOnce(ScenarioContext scenario, String task) {
    Waiting.until(
        PATIENCE,
        () ->
            assertThat(
                    scenario.receivers().deliveries(task).stream()
                        .filter(Delivery::taken)
                        .map(Delivery::key)
                        .distinct())
                .hasSize(1));
  }

  @Then("nobody was told of {string}")
  public void notTold(String task) {
    assertThat(scenario.receivers().deliveries(task)).isEmpty();
  }

  @Then(
      "telling the assignee of {string} was tried {int} times, at least {int} and {int} seconds"
          + " apart")
  public void tried(String task, int times, int first, int second) {
    var tries = firstOfEachAttempt(task);
    assertThat(tries).as("%s", tries).hasSize(times);
    assertThat(tries.stream().map(Delivery::key).distinct()).hasSize(1);
    assertThat(Duration.between(tries.get(0).at(), tries.get(1).at()))
        .isBetween(Duration.ofSeconds(first), Duration.ofSeconds(first).plus(LATE_AT_MOST));
    assertThat(Duration.between(tries.get(1).at(), tries.get(2).at()))
        .isBetween(Duration.ofSeconds(second), Duration.ofSeconds(second).plus(LATE_AT_MOST));
  }

  /** On Dapr, an attempt may be repeated at any time. */
  private List<Delivery> firstOfEachAttempt(String task) {
    var firsts = new LinkedHashMap<Integer, Delivery>();
    scenario
        .receivers()
        .deliveries(task)
        .forEach(delivery -> firsts.putIfAbsent(delivery.attempt(), delivery));
    return List.copyOf(firsts.values());
  }

  @Then("a {string} event about {string} was published")
  public void published(String type, String subject) {
    Waiting.until(PATIENCE, () -> assertThat(scenario.receivers().events(subject)).contains(type));
  }

  @Then("{int} {string} event(s) about {string} was/were published")
  public void published(int count, String type, String subject) {
    Waiting.until(
        PATIENCE,
        () ->
            assertThat(scenario.receivers().events(subject).stream().filter(type::equals))
                .hasSize(count));
  }

  @Then("the events about {string} are {string}")
  public void events(String subject, String types) {
    Waiting.until(
        PATIENCE,
        () ->
            assertThat(scenario.receivers().events(subject)).isEqualTo(List.of(types.split(", "))));
  }

  @When("the agent dies and is started again")
  public void crash() {
    scenario.crash();
  }

  @When("the agent is down while the deadline of {string} passes")
  public void down(String task) {
    scenario.crash(scenario.due.get(task).plus(ONE_SECOND));
  }

  @When("the agent of task {string} is deactivated")
  public void deactivate(String task) {
    scenario.restarts().deactivate(scenario.agent());
  }

  @When("{int} second(s) pass(es)")
  public void pass(int seconds) {
    Waiting.pass(Duration.ofSeconds(seconds));
  }
}
