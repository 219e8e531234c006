package taskagent.app;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import taskagent.embedded.BackupFailed;
import taskagent.embedded.EmbeddedBackup;

/** {@code taskagent restore}: puts a backup into a data folder whose server is stopped. */
@Command(
    name = "restore",
    description = "Puts a backup into a data folder. The server must be stopped (embedded engine).",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    defaultValueProvider = SettingSources.class,
    footer = {
      "",
      "If the backup cannot be restored, nothing is changed. After a restore, sagas continue where"
          + " they stood when the backup began. Notifications and events that were sent since then"
          + " are sent again, with the same keys. --data can also be given in the environment or in"
          + " the file, as for serve."
    })
final class RestoreCommand implements Callable<Integer> {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      converter = PathOption.class,
      description = "A file that backup has made.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path file;

  @Mixin private final DataOptions data = new DataOptions();

  @Option(
      names = "--replace",
      description = "Replace a database that is there. It is kept in a folder beside the new one.")
  private boolean replace;

  @Override
  public Integer call() {
    Logging.start(false, Logging.Level.WARNING);
    try {
      var replaced = EmbeddedBackup.restore(file, data.folder(), replace);
      var out = spec.commandLine().getOut();
      out.printf("Restored %s. Start the server: taskagent serve --data %s%n", file, data.folder());
      replaced.ifPresent(
          folder ->
              out.printf(
                  "The replaced database is in %s. Delete that folder if you do not need it.%n",
                  folder));
      out.flush();
      return 0;
    } catch (BackupFailed e) {
      throw new CommandFailed(String.valueOf(e.getMessage()), e);
    }
  }
}
