package taskagent.app.client;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private final PageOptions pages = new PageOptions();

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
    pages.check();
    boolean named = !words.isEmpty() && List.of("tasks", "workflows").contains(words.getFirst());
    var kind = named ? words.getFirst() : "tasks";
    if (explain && kind.equals("workflows")) {
      throw invalid("--explain is for tasks");
    }
    if (watch && (explain || pages.after().isPresent())) {
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
    var found = pages.read(api(), kind, path(kind, filter));
    var items = found.items();
    if (watch && !out.forPeople()) {
      items.forEach(item -> out.next(columns(kind), item));
    } else {
      out.list(columns(kind), items);
    }
    found.report(this::note);
    return found.last().path("as_of").path("position").asText();
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

  private String path(String kind, String filter) {
    var path = new StringBuilder("/" + kind + "?");
    if (!filter.isBlank()) {
      path.append("q=").append(ServerApi.encoded(filter)).append('&');
    }
    if (sort != null) {
      path.append("sort=").append(ServerApi.encoded(sort)).append('&');
    }
    if (explain) {
      path.append("explain=true&");
    }
    return path.toString();
  }
}
