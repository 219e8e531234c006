package taskagent.testing.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Assumptions;

/** Aborts a test that this machine cannot run, and says so. On CI, it fails instead. */
public final class NotTested {

  private NotTested() {}

  /** Aborts the test that runs. */
  public static void because(String reason) {
    var message = "NOT TESTED, because " + reason;
    System.err.println(message);
    assertThat(System.getenv("CI")).as(message).isNotEqualTo("true");
    Assumptions.abort(message);
  }
}
