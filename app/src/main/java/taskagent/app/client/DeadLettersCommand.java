package taskagent.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code taskagent dead-letters}: shows events that could not be published, and replays them. */
@Command(
    name = "dead-letters",
    description = "Shows events that no attempt could publish, replays them or removes them.",
    footer = {
      "",
      "Examples:",
      "  taskagent dead-letters",
      "  taskagent dead-letters get 17",
      "  taskagent dead-letters replay --all",
      "  taskagent dead-letters remove 17"
    })
final class DeadLettersCommand extends ClientCommand {

  private static final String PATH = "/dead-letters";
  private static final int PAGE = 500;

  /** The most that are listed. */
  private static final int AT_MOST = 10_000;

  /** What to do with dead letters. */
  enum Action {
    LIST,
    GET,
    REPLAY,
    REMOVE;

    /** Returns the word of the command line. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "ACTION",
      defaultValue = "list",
      description = "list, get, replay or remove. Default: ${DEFAULT-VALUE}.")
  private Action action = Action.LIST;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "ID",
      converter = IdArgument.class,
      description = "The id of the dead letter.")
  private @Nullable String id;

  @Option(names = "--all", description = "Replay all that are there now.")
  private boolean all;

  DeadLettersCommand(ClientContext context) {
    super(context);
  }

  @Override
  ExitCode run() {
    if (all && (action != Action.REPLAY || id != null)) {
      throw invalid("--all goes with replay, without an id");
    }
    switch (action) {
      case LIST -> list();
      case GET -> output().one(Columns.DEAD_LETTERS, api().get(one()).body());
      case REPLAY ->
          output()
              .one(
                  Columns.REPLAYED,
                  api().post((all ? PATH : one()) + "/replay", null, KeyOption.newKey()).body());
      case REMOVE -> remove();
    }
    return ExitCode.DONE;
  }

  private void list() {
    if (id != null) {
      throw invalid("list takes no id; see get");
    }
    var api = api();
    var items = new ArrayList<JsonNode>();
    @Nullable String next = null;
    do {
      var after = next == null ? "" : "&after=" + ServerApi.encoded(next);
      var page = api.get(PATH + "?limit=" + PAGE + after).body();
      page.path("items").forEach(items::add);
      next = page.path("next").textValue();
    } while (next != null && items.size() < AT_MOST);
    output().list(Columns.DEAD_LETTERS, items);
    if (next != null) {
      note("only the first " + items.size() + " are listed");
    }
  }

  private void remove() {
    var answer = api().delete(one(), KeyOption.newKey());
    if (answer.status() >= 300) {
      throw answer.failure();
    }
    note("dead letter " + id + " is removed");
  }

  private String one() {
    if (id == null) {
      throw invalid("name the id of a dead letter; taskagent dead-letters lists them");
    }
    return PATH + "/" + id;
  }
}
