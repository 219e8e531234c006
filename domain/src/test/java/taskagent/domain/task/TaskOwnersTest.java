package taskagent.domain.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Commands of somebody to a task, which may be somebody else's (specification §15). */
final class TaskOwnersTest {

  private static final TaskId ID = new TaskId("t-1");
  private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");

  private static CommandId id(String value) {
    return new CommandId(value);
  }

  private static Task task() {
    var created =
        Task.decide(
            ID,
            Optional.empty(),
            new TaskCommand.Create(id("create"), "A title", "A text", Optional.of("asker")),
            NOW);
    return Task.decide(ID, created.task(), new TaskCommand.Assign(id("assign"), "ann"), NOW)
        .task()
        .orElseThrow();
  }

  private static TaskDecision own(String actor, TaskCommand command) {
    return Task.decide(ID, Optional.of(task()), new TaskCommand.By(actor, true, command), NOW);
  }

  @Test
  void theAssigneeAndTheAskerChangeTheTaskAndAreNamed() {
    for (var actor : new String[] {"ann", "asker"}) {
      var decision = own(actor, new TaskCommand.Start(id("start")));
      assertThat(decision.refused()).isFalse();
      assertThat(decision.events())
          .singleElement()
          .extracting(TaskEvent::actor)
          .isEqualTo(Optional.of(actor));
    }
  }

  @Test
  void forAnybodyElseTheTaskDoesNotExistAndNothingIsRemembered() {
    var decision = own("eve", new TaskCommand.Start(id("start")));
    assertThat(decision.answer()).isEqualTo(new TaskAnswer.Refused(new TaskRefusal.NotFound(ID)));
    assertThat(decision.save()).isFalse();
    assertThat(decision.task()).contains(task());
    assertThat(decision.events()).isEmpty();
  }

  @Test
  void whoeverMayChangeAllTasksIsNamed() {
    var decision =
        Task.decide(
            ID,
            Optional.of(task()),
            new TaskCommand.By("ops", false, new TaskCommand.Cancel(id("cancel"))),
            NOW);
    assertThat(decision.events()).extracting(TaskEvent::actor).containsExactly(Optional.of("ops"));
  }

  @Test
  void aTaskThatDoesNotExistIsNotCreatedByOthers() {
    var start = new TaskCommand.By("eve", true, new TaskCommand.Start(id("start")));
    var decision = Task.decide(ID, Optional.empty(), start, NOW);
    assertThat(decision.answer()).isEqualTo(new TaskAnswer.Refused(new TaskRefusal.NotFound(ID)));
    assertThat(decision.task()).isEmpty();
  }

  @Test
  void aRetryKeepsTheOneWhoAskedFirst() {
    var revised =
        Task.decide(
            ID,
            Optional.of(task()),
            new TaskCommand.Create(id("create-2"), "Better", "A text", Optional.of("other")),
            NOW);
    assertThat(revised.task().orElseThrow().requestedBy()).contains("asker");
  }
}
