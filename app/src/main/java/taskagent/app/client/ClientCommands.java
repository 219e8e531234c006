package taskagent.app.client;

import java.util.List;
import picocli.CommandLine;

/** The commands for people and scripts. */
public final class ClientCommands {

  private ClientCommands() {}

  /** Adds them to the command line of the program, in the order of its help. */
  public static void addTo(CommandLine line) {
    addTo(line, ClientContext.ofThisProcess());
  }

  static void addTo(CommandLine line, ClientContext context) {
    List.of(
            new ProcessCommand(context),
            new ListCommand(context),
            new GetCommand(context),
            new ExplainCommand(context),
            new WatchCommand(context),
            new AssignCommand(context),
            new StartCommand(context),
            new CompleteCommand(context),
            new DeadlineCommand(context),
            new CancelCommand(context),
            new RetryCommand(context),
            new ChatCommand(context),
            new DeadLettersCommand(context),
            new DoctorCommand(context),
            new CompletionCommand())
        .forEach(line::addSubcommand);
  }
}
