package taskagent.domain.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which commands from outside are within the limits. */
final class TaskCommandLimitsTest {

  private static final CommandId ID = new CommandId("c1");

  @Test
  void commandsWithinTheLimitsHaveNoProblem() {
    for (var command :
        List.<TaskCommand>of(
            new TaskCommand.Create(ID, "A title", "A description"),
            new TaskCommand.Assign(ID, "ada"),
            new TaskCommand.Unassign(ID, Optional.empty()),
            new TaskCommand.Start(ID),
            new TaskCommand.Complete(ID),
            new TaskCommand.Cancel(ID),
            new TaskCommand.SetDeadline(ID, Instant.parse("2030-01-01T00:00:00Z")),
            new TaskCommand.ClearDeadline(ID, Optional.empty()),
            new TaskCommand.DeadlineReached(Instant.parse("2030-01-01T00:00:00Z")),
            new TaskCommand.IfVersion(7, new TaskCommand.Start(ID)))) {
      assertThat(command.problem()).as("%s", command).isEmpty();
    }
  }

  @Test
  void everyTextIsLimited() {
    assertThat(new TaskCommand.Create(ID, " ", "A description").problem())
        .contains("title must not be blank");
    assertThat(new TaskCommand.Create(ID, "A title", "x".repeat(10_001)).problem())
        .contains("description must have at most 10000 characters");
    assertThat(new TaskCommand.IfVersion(7, new TaskCommand.Assign(ID, "a\u0000b")).problem())
        .contains("assignee must not have control characters");
  }

  @Test
  void everyIdIsLimited() {
    for (var id : List.of("", " ", "a b", "\u00fc", "x".repeat(256))) {
      assertThat(new TaskCommand.Start(new CommandId(id)).problem())
          .contains("id must be 1 to 255 visible ASCII characters");
    }
    assertThat(new TaskCommand.Start(new CommandId("x".repeat(255))).problem()).isEmpty();
  }

  @Test
  void everyDeadlineIsATimeThatAllFormatsCanExpress() {
    for (var at : List.of(Instant.MIN, Instant.EPOCH.minusMillis(1), Instant.MAX)) {
      assertThat(new TaskCommand.SetDeadline(ID, at).problem())
          .contains("the deadline must be in the years 1970 to 9999");
    }
  }
}
