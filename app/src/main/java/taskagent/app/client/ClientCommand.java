package taskagent.app.client;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that calls a server, with the options that all of them have. */
@Command(mixinStandardHelpOptions = true)
abstract class ClientCommand implements Callable<Integer> {

  private final ClientContext context;

  private @Nullable ServerApi api;

  @Spec private CommandSpec spec;

  @Mixin private final ServerOptions server = new ServerOptions();

  @Mixin private final OutputOptions output = new OutputOptions();

  ClientCommand(ClientContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try {
      return run().number();
    } catch (ClientCommandFailed e) {
      note(String.valueOf(e.getMessage()));
      e.details().forEach(detail -> spec.commandLine().getErr().println("  " + detail));
      spec.commandLine().getErr().flush();
      return e.code().number();
    } finally {
      if (api != null) {
        api.close();
      }
    }
  }

  /**
   * Carries the command out.
   *
   * @throws ClientCommandFailed if it cannot be carried out
   */
  abstract ExitCode run();

  ClientContext context() {
    return context;
  }

  /** Returns the server's API. */
  ServerApi api() {
    if (api == null) {
      var environment = context.environment();
      api =
          new ServerApi(
              server.address(environment),
              server.token(environment),
              context.retries(),
              this::note);
    }
    return api;
  }

  /** Returns the options that name the server. */
  ServerOptions server() {
    return server;
  }

  /** Returns the printer of data. */
  Output output() {
    return output.to(spec.commandLine().getOut(), context.clock().instant());
  }

  /** Prints a line that is no data, on standard error. */
  void note(String line) {
    var err = spec.commandLine().getErr();
    err.println("taskagent: " + line);
    err.flush();
  }

  /** Returns the exception for an invalid command line. */
  ParameterException invalid(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
