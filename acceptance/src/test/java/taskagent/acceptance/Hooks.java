package taskagent.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cucumber.java.After;
import io.cucumber.java.AfterAll;
import io.cucumber.java.Before;
import io.cucumber.java.Scenario;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Begins each scenario with a system at work, counts them, says how many ran on which engine, and
 * ends the world.
 */
public final class Hooks {

  /** As many as it takes for each replica to have one, most likely. */
  private static final int SAGAS = 4;

  private static final Duration RECOVERED_WITHIN = Duration.ofSeconds(60);

  private static final AtomicInteger PASSED = new AtomicInteger();
  private static final AtomicInteger FAILED = new AtomicInteger();

  private static int sagas;

  /** Whether it did not recover from a scenario: it would only make each that follows wait, too. */
  private static boolean lost;

  private final Scene scene;

  /** Hooks on the world that all scenarios share. */
  public Hooks(Scene scene) {
    this.scene = scene;
  }

  /**
   * What an earlier scenario did to it is over: sagas are carried out again, though only such as
   * leave nothing behind. A replica may be ready and yet wait for Dapr to give it workflows.
   */
  @Before
  public void recover() {
    assertThat(lost).as("it has not recovered from an earlier scenario").isFalse();
    lost = true;
    for (int i = 0; i < SAGAS; i++) {
      var request = scene.request("recovered-" + sagas++, "nobody").put("title", "No");
      Waiting.until(RECOVERED_WITHIN, () -> assertThat(ended(request)).isEqualTo("COMPLETED"));
    }
    lost = false;
  }

  private String ended(ObjectNode request) {
    try {
      scene.api().post("/tasks/process", request);
      var id = request.path("task_id").asText();
      return scene.api().get("/workflows/task-workflow-" + id).body().path("status").asText();
    } catch (UncheckedIOException e) {
      return "out of reach: " + e.getMessage();
    }
  }

  /** Counts one. */
  @After
  public void count(Scenario scenario) {
    (scenario.isFailed() ? FAILED : PASSED).incrementAndGet();
  }

  /** Tells of all. */
  @AfterAll
  public static void tell() {
    var complaints = Scene.end();
    System.out.printf(
        "acceptance: %d scenarios passed and %d failed on %s%n",
        PASSED.get(), FAILED.get(), Scene.engine());
    if (PASSED.get() == 0) {
      throw new IllegalStateException("no scenario passed, so nothing is proved");
    }
    if (!complaints.isEmpty()) {
      throw new IllegalStateException("the agent logged errors: " + complaints);
    }
  }
}
