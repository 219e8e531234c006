package taskagent.app.client;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code taskagent completion}: prints the script with which a shell completes commands. */
@Command(
    name = "completion",
    description = "Prints the script with which a shell completes commands and options.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Load it in ~/.bashrc or ~/.zshrc:",
      "  source <(taskagent completion bash)",
      "  source <(taskagent completion zsh)"
    })
final class CompletionCommand implements Callable<Integer> {

  /** The shells that can load the script. For zsh it turns the completion of bash on. */
  enum Shell {
    BASH,
    ZSH;

    /** Returns the word of the command line. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
  @SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // one script serves both shells
  private Shell shell;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    out.println(AutoComplete.bash("taskagent", spec.root().commandLine()));
    out.flush();
    return ExitCode.DONE.number();
  }
}
