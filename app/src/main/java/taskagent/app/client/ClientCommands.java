package taskagent.app.client;

import java.util.List;
import picocli.CommandLine;

/** The commands for people and scripts. */
public final class ClientCommands {

  /** Their names, in the order of the help. */
  private static final List<String> NAMES =
      List.of(
          "process",
          "list",
          "get",
          "explain",
          "watch",
          "assign",
          "start",
          "complete",
          "deadline",
          "cancel",
          "retry",
          "retry-now",
          "signal",
          "bulk",
          "audit",
          "chat",
          "dead-letters",
          "login",
          "logout",
          "doctor",
          "completion");

  private ClientCommands() {}

  /** Adds all of them to the command line of the program. */
  public static void addTo(CommandLine line) {
    addTo(line, ClientContext.ofThisProcess());
  }

  static void addTo(CommandLine line, ClientContext context) {
    NAMES.forEach(name -> line.addSubcommand(command(name, context)));
  }

  /**
   * Adds one command alone if it needs no other. To make all of them takes longer than a command
   * takes.
   *
   * @return false if there is no such command, or it needs others
   */
  public static boolean addAlone(CommandLine line, String name) {
    if (!NAMES.contains(name) || name.equals("completion")) {
      return false;
    }
    Thread.ofPlatform().daemon().start(ServerApi::prepare);
    line.addSubcommand(command(name, ClientContext.ofThisProcess()));
    return true;
  }

  private static Object command(String name, ClientContext context) {
    return switch (name) {
      case "process" -> new ProcessCommand(context);
      case "list" -> new ListCommand(context);
      case "get" -> new GetCommand(context);
      case "explain" -> new ExplainCommand(context);
      case "watch" -> new WatchCommand(context);
      case "assign" -> new AssignCommand(context);
      case "start" -> new StartCommand(context);
      case "complete" -> new CompleteCommand(context);
      case "deadline" -> new DeadlineCommand(context);
      case "cancel" -> new CancelCommand(context);
      case "retry" -> new RetryCommand(context);
      case "retry-now" -> new RetryNowCommand(context);
      case "signal" -> new SignalCommand(context);
      case "bulk" -> new BulkCommand(context);
      case "audit" -> new AuditCommand(context);
      case "chat" -> new ChatCommand(context);
      case "dead-letters" -> new DeadLettersCommand(context);
      case "login" -> new LoginCommand(context);
      case "logout" -> new LogoutCommand(context);
      case "doctor" -> new DoctorCommand(context);
      case "completion" -> new CompletionCommand();
      default -> throw new IllegalArgumentException(name);
    };
  }
}
