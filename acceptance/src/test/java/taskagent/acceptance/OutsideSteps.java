package taskagent.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.util.List;
import taskagent.acceptance.Outside.Delivery;

/** Words about what surrounds the agent: assignees, subscribers, crashes and time. */
public final class OutsideSteps {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Scene scene;

  /** Speaks of this scene. */
  public OutsideSteps(Scene scene) {
    this.scene = scene;
  }

  @Given("the assignee of {string} cannot be told")
  public void cannotBeTold(String task) {
    scene.outside().fail(task);
  }

  @Given("the assignee of {string} cannot be told {int} time(s)")
  public void cannotBeTold(String task, int times) {
    scene.outside().fail(task, times);
  }

  @Given("telling the assignee(s) of {string} takes {int} second(s)")
  public void takes(String task, int seconds) {
    scene.outside().delay(task, Duration.ofSeconds(seconds));
  }

  @Given("nobody can be told anything")
  public void nobodyCanBeTold() {
    scene.outside().down(true);
  }

  @Given("everybody can be told again")
  public void everybodyCanBeTold() {
    scene.outside().down(false);
  }

  @Given("the agent has seen no failures yet")
  public void noFailures() {
    scene.agent().calmDown();
  }

  @Given("telling the assignees of {string} failed {int} times")
  public void failed(String task, int times) {
    Waiting.until(
        PATIENCE, () -> assertThat(scene.outside().failed(task)).isGreaterThanOrEqualTo(times));
  }

  @Then("telling the assignee of {string} was tried {int} or {int} times")
  public void tried(String task, int times, int otherwise) {
    assertThat(scene.outside().deliveries(task).size()).isBetween(times, otherwise);
  }

  @Given("telling the assignee of {string} has begun")
  public void begun(String task) {
    Waiting.until(PATIENCE, () -> assertThat(scene.outside().deliveries(task)).isNotEmpty());
  }

  @Then("the assignee of {string} was told once")
  public void told(String task) {
    toldOnce(scene, task);
  }

  /** It may be delivered again, but a receiver that knows the key sees one notification. */
  static void toldOnce(Scene scene, String task) {
    Waiting.until(
        PATIENCE,
        () ->
            assertThat(
                    scene.outside().deliveries(task).stream()
                        .filter(Delivery::taken)
                        .map(Delivery::key)
                        .distinct())
                .hasSize(1));
  }

  @Then("nobody was told of {string}")
  public void notTold(String task) {
    assertThat(scene.outside().deliveries(task)).isEmpty();
  }

  @Then(
      "telling the assignee of {string} was tried {int} times, at least {int} and {int} seconds"
          + " apart")
  public void tried(String task, int times, int first, int second) {
    var tries = scene.outside().deliveries(task);
    assertThat(tries).hasSize(times);
    assertThat(tries.stream().map(Delivery::key).distinct()).hasSize(1);
    assertThat(Duration.between(tries.get(0).at(), tries.get(1).at()))
        .isBetween(Duration.ofSeconds(first), Duration.ofSeconds(first + 5));
    assertThat(Duration.between(tries.get(1).at(), tries.get(2).at()))
        .isBetween(Duration.ofSeconds(second), Duration.ofSeconds(second + 5));
  }

  @Then("a {string} event about {string} was published")
  public void published(String type, String subject) {
    Waiting.until(PATIENCE, () -> assertThat(scene.outside().events(subject)).contains(type));
  }

  @Then("{int} {string} event(s) about {string} was/were published")
  public void published(int count, String type, String subject) {
    Waiting.until(
        PATIENCE,
        () ->
            assertThat(scene.outside().events(subject).stream().filter(type::equals))
                .hasSize(count));
  }

  @Then("the events about {string} are {string}")
  public void events(String subject, String types) {
    Waiting.until(
        PATIENCE,
        () -> assertThat(scene.outside().events(subject)).isEqualTo(List.of(types.split(", "))));
  }

  @When("the agent dies and is started again")
  public void crash() {
    scene.agent().crash();
  }

  @When("the agent is down for {int} seconds")
  public void down(int seconds) {
    scene.agent().crash(Duration.ofSeconds(seconds));
  }

  @When("the agent of task {string} is deactivated")
  public void deactivate(String task) {
    scene.agent().deactivate(task);
  }

  @When("{int} second(s) pass(es)")
  public void pass(int seconds) {
    Waiting.pass(Duration.ofSeconds(seconds));
  }
}
