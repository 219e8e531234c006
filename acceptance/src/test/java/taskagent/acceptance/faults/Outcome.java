package taskagent.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import taskagent.acceptance.server.Command.Ended;

/** How a command that cannot be carried out is to end. */
final class Outcome {

  private static final int CANNOT = 1;
  private static final int CALLED_WRONGLY = 2;

  private Outcome() {}

  /** It says in one line why it cannot be done, and ends with 1. */
  static void cannot(Ended ended, String... reason) {
    assertThat(ended.code()).as(ended.err()).isEqualTo(CANNOT);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).startsWith("taskagent: ").contains(reason);
    assertThat(ended.err().lines()).as(ended.err()).hasSize(1);
    noTrace(ended.err());
  }

  /** It says in one line what is wrong, in another where help is, and ends with 2. */
  static void calledWrongly(Ended ended, String... reason) {
    assertThat(ended.code()).as(ended.err()).isEqualTo(CALLED_WRONGLY);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).startsWith("taskagent: ").contains(reason).contains("--help");
    assertThat(ended.err().lines()).as(ended.err()).hasSize(2);
    noTrace(ended.err());
  }

  /** Nothing in what was printed is the trace of an exception. */
  static void noTrace(String printed) {
    assertThat(printed).doesNotContain("Exception", "\tat ", "| at ", "java.");
  }
}
