package taskagent.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code taskagent bulk}: does the same with many tasks. */
@Command(
    name = "bulk",
    description = "Does the same with many tasks, or lists, shows or stops bulks.",
    footer = {
      "",
      "The actions are cancel, complete, start, assign (with --assignee) and set_deadline (with --in"
          + " or --at). taskagent bulk list lists the latest bulks, taskagent bulk show bulk-…"
          + " shows how far one is, and taskagent bulk stop bulk-… stops it.",
      "A filter needs --expected-count. If the count differs, nothing is begun. --dry-run says the"
          + " count."
    })
final class BulkCommand extends ClientCommand {

  /** How many bulks are listed. */
  private static final int LISTED = 100;

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

  @Parameters(
      index = "0",
      paramLabel = "ACTION",
      description = "What to do with the tasks; or list, show or stop.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String action;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "BULK",
      converter = IdArgument.class,
      description = "The id of the bulk to show or stop.")
  private @Nullable String id;

  @Option(
      names = "--q",
      paramLabel = "<filter>",
      description = "The tasks that this filter finds, as in the command list.")
  private @Nullable String q;

  @Option(
      names = "--ids",
      paramLabel = "<id>",
      split = ",",
      description = "The tasks with these ids, with commas between them; at most 1000.")
  private List<String> ids = new ArrayList<>();

  @Option(
      names = "--expected-count",
      paramLabel = "<n>",
      description = "How many tasks it must be.")
  private @Nullable Integer expected;

  @Option(names = "--assignee", paramLabel = "<name>", description = "Who is to do the tasks.")
  private @Nullable String assignee;

  @Mixin private final DeadlineOptions deadline = new DeadlineOptions();

  @Option(names = "--dry-run", description = "Begin nothing; say what it would do now.")
  private boolean dryRun;

  @Option(
      names = "--wait",
      description =
          "Wait until the bulk has ended. Exits with 1 if tasks refused or are left, and with 8 if"
              + " it still runs at the end of the time.")
  private boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "<duration>",
      converter = DurationArgument.class,
      defaultValue = "10m",
      description = "How long --wait waits. Default: ${DEFAULT-VALUE}.")
  private Duration timeout;

  @Mixin private final KeyOption key = new KeyOption();

  BulkCommand(ClientContext context) {
    super(context);
  }

  @Override
  ExitCode run() {
    return switch (action) {
      case "list" -> list();
      case "show" -> shown(known());
      case "stop" -> {
        output()
            .one(Columns.BULK, api().post("/bulk/" + known() + "/stop", null, key.key()).body());
        yield ExitCode.DONE;
      }
      default -> begin();
    };
  }

  private ExitCode list() {
    if (id != null) {
      throw invalid("list takes no id; see show");
    }
    var found = ListPages.read(api(), "bulks", "/bulk?", LISTED, Optional.empty());
    output().list(Columns.BULKS, found.items());
    if (found.next().isPresent()) {
      note("only the latest are listed");
    }
    return ExitCode.DONE;
  }

  private String known() {
    if (id == null) {
      throw invalid("name the bulk, such as bulk-4f1c2a90");
    }
    return id;
  }

  private ExitCode shown(String bulk) {
    if (wait) {
      return await(bulk);
    }
    show(api().get("/bulk/" + bulk).body());
    return ExitCode.DONE;
  }

  private ExitCode begin() {
    if (id != null) {
      throw invalid("'" + id + "' is one argument too many; name tasks with --q or --ids");
    }
    var path = dryRun ? "/bulk?dry_run=true" : "/bulk";
    var answer = api().post(path, body(), key.key()).body();
    if (dryRun) {
      show(answer);
      return ExitCode.DONE;
    }
    if (wait) {
      return await(answer.path("bulk_id").asText());
    }
    output().one(Columns.BULK, answer);
    return ExitCode.DONE;
  }

  private ObjectNode body() {
    var body = ServerAnswer.JSON.createObjectNode().put("action", action);
    if (q != null) {
      body.put("q", q);
    }
    if (!ids.isEmpty()) {
      var array = body.putArray("ids");
      ids.forEach(array::add);
    }
    if (expected != null) {
      body.put("expected_count", expected);
    }
    var args = ServerAnswer.JSON.createObjectNode();
    if (assignee != null) {
      args.put("assignee", assignee);
    }
    deadline
        .seconds(context().clock().instant())
        .ifPresent(seconds -> args.put("deadline_seconds", seconds));
    if (!args.isEmpty()) {
      body.set("args", args);
    }
    return body;
  }

  private ExitCode await(String bulk) {
    var limit = new TimeLeft(timeout);
    while (true) {
      var part = limit.left(LONGEST_WAIT);
      var early = new TimeLeft(part.dividedBy(2));
      var now = api().getWithin(part, "/bulk/" + bulk + "?wait=" + part.toMillis() + "ms").body();
      boolean ended = now.path("ended_at").isTextual();
      if (ended || limit.over()) {
        show(now);
        return ended ? exitCode(now) : ExitCode.PENDING;
      }
      if (!early.over()) { // the server shuts down
        Pause.of(Duration.ofMillis(250));
      }
    }
  }

  private static ExitCode exitCode(JsonNode bulk) {
    return bulk.path("done").asInt() == bulk.path("count").asInt()
        ? ExitCode.DONE
        : ExitCode.FAILED;
  }

  /** Prints a bulk or its preview, and to people also the tasks that refused. */
  private void show(JsonNode bulk) {
    var output = output();
    output.one(dryRun ? Columns.BULK_PREVIEW : Columns.BULKS, bulk);
    var refusals = new ArrayList<JsonNode>();
    bulk.path("refusals").forEach(refusals::add);
    if (output.forPeople() && !refusals.isEmpty()) {
      output.say("");
      output.list(Columns.REFUSALS, refusals);
    }
  }
}
