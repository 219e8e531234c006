package taskagent.app.client;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options for which part of a list is shown. */
final class PageOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

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

  /**
   * Checks the options.
   *
   * @throws ParameterException if the limit is out of range
   */
  void check() {
    if (limit < 1 || limit > ListPages.AT_MOST) {
      throw new ParameterException(spec.commandLine(), "--limit must be 1 to " + ListPages.AT_MOST);
    }
  }

  /** Returns where the part begins; empty for the beginning of the list. */
  Optional<String> after() {
    return Optional.ofNullable(after);
  }

  /** Reads the part; see {@link ListPages#read}. */
  ListPages read(ServerApi api, String what, String path) {
    return ListPages.read(api, what, path, limit, after());
  }
}
