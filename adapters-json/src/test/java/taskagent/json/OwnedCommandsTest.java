package taskagent.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskAnswer;
import taskagent.domain.task.TaskCommand;

/** Commands and answers that name users, as they are sent to actors. */
final class OwnedCommandsTest {

  private static final CommandId ID = new CommandId("c-1");

  @Test
  void commandsKeepTheirActors() {
    List<TaskCommand> commands =
        List.of(
            new TaskCommand.By("ada", true, new TaskCommand.Start(ID)),
            new TaskCommand.By("ops", false, new TaskCommand.Cancel(ID)),
            new TaskCommand.By(
                "ada", true, new TaskCommand.IfVersion(7, new TaskCommand.Assign(ID, "bob"))),
            new TaskCommand.By(
                "ada", false, new TaskCommand.Create(ID, "Title", "Text", Optional.of("ada"))),
            new TaskCommand.Create(ID, "Title", "Text", Optional.of("ada")));
    assertThat(CommandsJson.read(CommandsJson.write(commands))).isEqualTo(commands);
  }

  @Test
  void withoutUsersTheJsonIsThatOfOlderVersions() {
    assertThat(
            CommandsJson.write(
                List.of(new TaskCommand.Create(ID, "Title", "Text"), new TaskCommand.Start(ID))))
        .isEqualTo(
            """
            {"format":1,"commands":[{"command":"create","id":"c-1","title":"Title",\
            "description":"Text"},{"command":"start","id":"c-1"}]}""");
  }

  @Test
  void answersSayWhoAskedForTheTask() {
    var answers = List.<TaskAnswer>of(Samples.ownedTask().remembered().getFirst().answer());
    assertThat(AnswersJson.read(AnswersJson.write(answers))).isEqualTo(answers);
  }
}
