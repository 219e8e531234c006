package taskagent.domain.processing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import taskagent.domain.task.TaskId;

/** Corrections of a request for its retry (specification §5). */
final class CorrectionsTest {

  private static final TaskRequest REQUEST =
      new TaskRequest(new TaskId("t-1"), "Title", "Description", "ann", 60);

  @Test
  void noCorrectionLeavesTheRequestUnchanged() {
    assertThat(Corrections.NONE.apply(REQUEST)).isEqualTo(REQUEST);
  }

  @Test
  void everyFieldCanBeCorrectedSeparately() {
    var none = Optional.<String>empty();
    assertThat(new Corrections(Optional.of("New"), none, none, Optional.empty()).apply(REQUEST))
        .isEqualTo(new TaskRequest(REQUEST.taskId(), "New", "Description", "ann", 60));
    assertThat(new Corrections(none, Optional.of("New"), none, Optional.empty()).apply(REQUEST))
        .isEqualTo(new TaskRequest(REQUEST.taskId(), "Title", "New", "ann", 60));
    assertThat(new Corrections(none, none, Optional.of("bob"), Optional.empty()).apply(REQUEST))
        .isEqualTo(new TaskRequest(REQUEST.taskId(), "Title", "Description", "bob", 60));
    assertThat(new Corrections(none, none, none, Optional.of(5L)).apply(REQUEST))
        .isEqualTo(new TaskRequest(REQUEST.taskId(), "Title", "Description", "ann", 5));
  }

  @Test
  void correctionsWithEqualValuesChangeNothing() {
    var same =
        new Corrections(
            Optional.of("Title"), Optional.of("Description"), Optional.of("ann"), Optional.of(60L));

    assertThat(same.apply(REQUEST)).isEqualTo(REQUEST);
  }
}
