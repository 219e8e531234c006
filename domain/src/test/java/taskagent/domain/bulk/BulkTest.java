package taskagent.domain.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import taskagent.domain.bulk.BulkProgress.Refusal;
import taskagent.domain.run.RunId;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.task.TaskStatus;

/** The values of a bulk. */
final class BulkTest {

  private static BulkOrder order(int count, int chunkSize, Optional<String> actor) {
    return new BulkOrder("s", new BulkAction.Start(), actor, true, count, chunkSize, "r");
  }

  @ParameterizedTest
  @CsvSource({"1, 250, 1", "250, 250, 1", "251, 250, 2", "100000, 250, 400"})
  void theLastChunkMayHaveFewer(int count, int chunkSize, int chunks) {
    assertThat(order(count, chunkSize, Optional.empty()).chunks()).isEqualTo(chunks);
  }

  @Test
  void theCommandNamesTheBulkThePositionAndWhoAsked() {
    var start = new TaskCommand.Start(new CommandId("bulk-12345678/7"));
    var id = new RunId("bulk-12345678");
    assertThat(order(9, 3, Optional.empty()).command(id, 7)).isEqualTo(start);
    assertThat(order(9, 3, Optional.of("ada")).command(id, 7))
        .isEqualTo(new TaskCommand.By("ada", true, start));
  }

  @Test
  void onlyTheFirstRefusalsAreKept() {
    var refusals = Collections.nCopies(70, new Refusal(new TaskId("t"), "no"));
    var progress = BulkProgress.NONE.plus(1, refusals).plus(2, refusals).plus(3, refusals);
    assertThat(progress.refused()).isEqualTo(210);
    assertThat(progress.done()).isEqualTo(6);
    assertThat(progress.chunks()).isEqualTo(3);
    assertThat(progress.first()).hasSize(BulkProgress.REFUSALS_KEPT);
  }

  @ParameterizedTest
  @CsvSource({
    "cancel, PENDING, ''",
    "cancel, COMPLETED, the task is completed and can no longer change",
    "start, PENDING, cannot start a task that is pending",
    "start, ASSIGNED, ''",
    "complete, PENDING, cannot complete a task that is pending",
    "complete, OVERDUE, ''",
    "assign, IN_PROGRESS, cannot assign a task that is in_progress",
    "set_deadline, OVERDUE, ''"
  })
  void aPreviewSaysWhatTheTaskWouldSay(String name, TaskStatus status, String reason) {
    var action =
        List.of(
                new BulkAction.Cancel(),
                new BulkAction.Start(),
                new BulkAction.Complete(),
                new BulkAction.Assign("ada"),
                new BulkAction.SetDeadline(Instant.EPOCH.plusSeconds(60)))
            .stream()
            .filter(each -> each.wireName().equals(name))
            .findFirst()
            .orElseThrow();
    var task =
        new TaskSnapshot(
            new TaskId("t"),
            "A title",
            "What is to be done",
            status,
            Optional.of("bob"),
            Optional.of(Instant.EPOCH),
            Instant.EPOCH,
            Instant.EPOCH,
            3);
    assertThat(action.refusal(task, Instant.EPOCH).orElse("")).isEqualTo(reason);
  }
}
