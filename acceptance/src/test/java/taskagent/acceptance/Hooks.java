package taskagent.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cucumber.java.After;
import io.cucumber.java.AfterAll;
import io.cucumber.java.Before;
import io.cucumber.java.Scenario;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Starts each scenario on a healthy agent, and reports how many scenarios passed. */
public final class Hooks {

  /** With this many, each replica most likely runs one. */
  private static final int SAGAS = 4;

  private static final Duration RECOVERED_WITHIN = Duration.ofSeconds(60);

  private static final AtomicInteger PASSED = new AtomicInteger();
  private static final AtomicInteger FAILED = new AtomicInteger();
  private static final Object RECOVERY = new Object();

  private static int sagas;
  private static boolean disturbed = true;

  /** True if the agent never recovered. Then the scenarios that follow need not wait, too. */
  private static boolean lost;

  private final ScenarioContext scenario;

  /** Creates the hooks of a scenario. */
  public Hooks(ScenarioContext scenario) {
    this.scenario = scenario;
  }

  /** Counts the scenario as running. */
  @Before(order = 1)
  public void begin() {
    scenario.restarts().begun();
  }

  /**
   * Waits until the agent has recovered from earlier scenarios: it carries out sagas again. A
   * replica may be ready and yet wait until Dapr gives it workflows.
   */
  @Before(order = 2)
  public void recover() {
    synchronized (RECOVERY) {
      assertThat(lost).as("the agent has not recovered from an earlier scenario").isFalse();
      if (disturbed) {
        lost = true;
        for (int i = 0; i < SAGAS; i++) {
          var request = scenario.request("recovered-" + sagas++, "nobody").put("title", "No");
          Waiting.until(RECOVERED_WITHIN, () -> assertThat(ended(request)).isEqualTo("COMPLETED"));
        }
        lost = false;
        disturbed = false;
      }
    }
  }

  private String ended(ObjectNode request) {
    try {
      scenario.api().post("/tasks/process", request);
      var id = request.path("task_id").asText();
      return scenario.api().get("/workflows/task-workflow-" + id).body().path("status").asText();
    } catch (UncheckedIOException e) {
      return "unreachable: " + e.getMessage();
    }
  }

  /** Counts the scenario as ended. */
  @After
  public void count(Scenario ended) {
    scenario.restarts().ended();
    (ended.isFailed() ? FAILED : PASSED).incrementAndGet();
  }

  /** Saves the logs of what failed. */
  @After
  public void saveLogs(Scenario ended) {
    if (ended.isFailed()) {
      var name = ended.getName().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
      scenario.agent().saveLogs(Path.of("target/clusters", "failed-" + name));
    }
  }

  /** Has the next scenario wait until the agent has recovered. */
  @After("@restarts or @alone")
  public void disturb() {
    synchronized (RECOVERY) {
      disturbed = true;
    }
  }

  /** Reports what has passed so far. Fails if nothing has, or if the agent logged errors. */
  @AfterAll
  public static void report() {
    System.out.printf(
        "acceptance: %d scenarios passed and %d failed on %s so far%n",
        PASSED.get(), FAILED.get(), ScenarioContext.engine());
    if (PASSED.get() == 0) {
      throw new IllegalStateException("no scenario passed, so nothing is proved");
    }
    var errors = ScenarioContext.errors();
    if (!errors.isEmpty()) {
      throw new IllegalStateException("the agent logged errors: " + errors);
    }
  }
}
