package taskagent.acceptance;

import io.cucumber.java.After;
import io.cucumber.java.AfterAll;
import io.cucumber.java.Scenario;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the scenarios, says how many ran on which engine, and ends the world. */
public final class Hooks {

  private static final AtomicInteger PASSED = new AtomicInteger();
  private static final AtomicInteger FAILED = new AtomicInteger();

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
