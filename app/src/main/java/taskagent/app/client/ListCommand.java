package taskagent.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code taskagent list}: lists tasks or workflows. */
@Command(
    name = "list",
    description = "Lists tasks, or workflows, that fit a filter.",
    footer = {
      "",
      "A filter has words such as status:overdue,assigned assignee:ada due:<2h, and texts to look"
          + " for. A - before a word negates it; write -- before the first such word.",
      "Examples:",
      "  taskagent list status:overdue assignee:ada",
      "  taskagent list 'due:<2h' --sort due -o csv",
      "  taskagent list workflows outcome:failed",
      "  taskagent list status:open --watch -o jsonl"
    })
final class ListCommand extends ClientCommand {

  /** The most items of one request. */
  private static final int PAGE = 500;

  private static final int AT_MOST = 10_000;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILTER",
      description = "tasks (the default) or workflows, and then the words of the filter.")
  private List<String> words = new ArrayList<>();

  @Option(
      names = "--sort",
      paramLabel = "<field>",
      description = "due, updated or created; with a - before it, the latest first.")
  private @Nullable String sort;

  @Option(
      names = "--limit",
      paramLabel = "<n>",
      defaultValue = "50",
      description = "How many to list at most, 1 to 10000. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Option(
      names = "--after",
      paramLabel = "<cursor>",
      description = "Where to begin: what an earlier list named as its next page.")
  private @Nullable String after;

  @Option(names = "--explain", description = "Say why each task is where it is.")
  private boolean explain;

  @Option(
      names = "--watch",
      description =
          "Go on, and print a line for each task that changes or begins to fit; until Ctrl-C.")
  private boolean watch;

  ListCommand(ClientContext context) {
    super(context);
  }

  @Override
  ExitCode run() {
    if (limit < 1 || limit > AT_MOST) {
      throw invalid("--limit must be 1 to " + AT_MOST);
    }
    boolean named = !words.isEmpty() && List.of("tasks", "workflows").contains(words.getFirst());
    var kind = named ? words.getFirst() : "tasks";
    if (explain && kind.equals("workflows")) {
      throw invalid("--explain is for tasks");
    }
    if (watch && (explain || after != null)) {
      throw invalid("--watch goes with neither --explain nor --after");
    }
    var filter = String.join(" ", named ? words.subList(1, words.size()) : words);
    var out = output();
    var position = list(kind, filter, out);
    while (watch) {
      watch(kind, filter, position, out);
      position = list(kind, filter, out);
    }
    return ExitCode.DONE;
  }

  /** Prints the items. Returns where the stream of changes continues the list. */
  private String list(String kind, String filter, Output out) {
    var api = api();
    var items = new ArrayList<JsonNode>();
    var next = Optional.ofNullable(after);
    JsonNode page;
    do {
      page = page(api, kind, filter, Math.min(PAGE, limit - items.size()), next);
      page.path("items").forEach(items::add);
      next = Optional.ofNullable(page.path("next").textValue());
    } while (items.size() < limit && next.isPresent());
    if (watch && !out.forPeople()) {
      items.forEach(item -> out.next(columns(kind), item));
    } else {
      out.list(columns(kind), items);
    }
    report(page, items.size(), next);
    return page.path("as_of").path("position").asText();
  }

  private void watch(String kind, String filter, String position, Output out) {
    new ListWatch(
            api(),
            kind,
            filter,
            // People see times as from now.
            item -> (out.forPeople() ? output() : out).next(columns(kind), item),
            this::note)
        .run(position);
  }

  private Columns columns(String kind) {
    if (kind.equals("workflows")) {
      return Columns.LISTED_WORKFLOWS;
    }
    return explain ? Columns.EXPLAINED_TASKS : Columns.TASKS;
  }

  private JsonNode page(
      ServerApi api, String kind, String filter, int size, Optional<String> cursor) {
    var path = new StringBuilder("/" + kind + "?limit=" + size);
    if (!filter.isBlank()) {
      path.append("&q=").append(ServerApi.encoded(filter));
    }
    if (sort != null) {
      path.append("&sort=").append(ServerApi.encoded(sort));
    }
    if (explain) {
      path.append("&explain=true");
    }
    cursor.ifPresent(text -> path.append("&after=").append(ServerApi.encoded(text)));
    var answer = api.get(path.toString());
    if (answer.unknownPath()) {
      throw new ClientCommandFailed(
          ExitCode.FAILED, "this server cannot list " + kind + "; it is older than this command");
    }
    return answer.body();
  }

  /** Says on standard error what the list does not show. */
  private void report(JsonNode page, int listed, Optional<String> next) {
    if (page.path("stale").asBoolean()) {
      var lag = page.path("as_of").path("lag_ms").asLong();
      note("the list is not up to date; it lags " + lag + " ms behind");
    }
    if (next.isPresent()) {
      var total = page.path("total");
      var least = total.path("relation").asText().equals("gte") ? "at least " : "";
      var of = total.has("value") ? " of " + least + total.path("value").asLong() : "";
      note(listed + of + " are listed; the next page is --after " + PlainText.oneLine(next.get()));
    }
  }
}
