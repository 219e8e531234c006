package taskagent.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import taskagent.testing.server.AppProcess.Result;

/** Assertions on how a failing command ends, and on what it prints. */
final class ExitAssertions {

  private static final int FAILED = 1;
  private static final int USAGE_ERROR = 2;

  private ExitAssertions() {}

  /** Checks that it states the reason in one line, and exits with 1. */
  static void failed(Result result, String... reason) {
    assertThat(result.code()).as(result.err()).isEqualTo(FAILED);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("taskagent: ").contains(reason);
    assertThat(result.err().lines()).as(result.err()).hasSize(1);
    noStackTrace(result.err());
  }

  /**
   * Checks that it states the error in one line, refers to the help in another, and exits with 2.
   */
  static void usageError(Result result, String... reason) {
    assertThat(result.code()).as(result.err()).isEqualTo(USAGE_ERROR);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("taskagent: ").contains(reason).contains("--help");
    assertThat(result.err().lines()).as(result.err()).hasSize(2);
    noStackTrace(result.err());
  }

  /** Checks that no stack trace was printed. */
  static void noStackTrace(String printed) {
    assertThat(printed).doesNotContain("Exception", "\tat ", "| at ", "java.");
  }
}
