package taskagent.app.client;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code taskagent audit}: lists who changed what. */
@Command(
    name = "audit",
    description = "Lists who changed what, and when, the latest first.",
    footer = {
      "",
      "A filter has words such as actor:ada action:cancel kind:task id:task-42 at:<1d. A - before a"
          + " word negates it; write -- before the first such word.",
      "Examples:",
      "  taskagent audit id:task-42",
      "  taskagent audit 'at:<1d' action:remove -o csv"
    })
final class AuditCommand extends ClientCommand {

  @Parameters(arity = "0..*", paramLabel = "FILTER", description = "The words of the filter.")
  private List<String> words = new ArrayList<>();

  @Mixin private final PageOptions pages = new PageOptions();

  AuditCommand(ClientContext context) {
    super(context);
  }

  @Override
  ExitCode run() {
    pages.check();
    var filter = String.join(" ", words);
    var path = "/audit?" + (filter.isBlank() ? "" : "q=" + ServerApi.encoded(filter) + "&");
    var found = pages.read(api(), "the audit", path);
    output().list(Columns.AUDIT, found.items());
    found.report(this::note);
    return ExitCode.DONE;
  }
}
