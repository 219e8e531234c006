package taskagent.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code taskagent chat}: sends a message to the assistant. */
@Command(
    name = "chat",
    description = "Sends a message to the assistant and prints the reply, or shows a conversation.",
    footer = {
      "",
      "Examples:",
      "  taskagent chat ada What about my task?",
      "  taskagent chat ada --history"
    })
final class ChatCommand extends ClientCommand {

  @Parameters(
      index = "0",
      paramLabel = "USER",
      converter = IdArgument.class,
      description = "The id of the user.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String user;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "MESSAGE",
      description = "The message; several words need no quotes.")
  private List<String> words = new ArrayList<>();

  private static final int PAGE = 100;

  @Option(names = "--history", description = "Show the newest messages of the conversation.")
  private boolean history;

  @Mixin private final KeyOption key = new KeyOption();

  ChatCommand(ClientContext context) {
    super(context);
  }

  @Override
  ExitCode run() {
    if (history == !words.isEmpty()) {
      throw invalid("give a message or --history");
    }
    var output = output();
    if (history) {
      output.list(Columns.MESSAGES, history());
      return ExitCode.DONE;
    }
    var message = ServerAnswer.JSON.createObjectNode().put("content", String.join(" ", words));
    var reply = api().post("/chat/" + user, message, key.key()).body();
    if (output.forPeople()) {
      output.say(reply.path("content").asText());
    } else {
      output.one(Columns.MESSAGES, reply);
    }
    return ExitCode.DONE;
  }

  /** Reads the messages page by page. */
  private List<JsonNode> history() {
    var messages = new ArrayList<JsonNode>();
    var after = "0";
    while (!after.isEmpty()) {
      var page = api().get("/chat/" + user + "/history?limit=" + PAGE + "&after=" + after).body();
      page.path("messages").forEach(messages::add);
      after = page.path("next").asText(""); // null on the last page, absent on an older server
    }
    return messages;
  }
}
