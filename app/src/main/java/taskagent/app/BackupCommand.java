package taskagent.app;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import taskagent.embedded.BackupFailed;
import taskagent.embedded.EmbeddedBackup;

/** {@code taskagent backup}: copies the embedded engine's database while it is in use. */
@Command(
    name = "backup",
    description = "Copies the database to a file, also while the server runs (embedded engine).",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    defaultValueProvider = SettingSources.class,
    footer = {
      "",
      "The backup contains everything that was acknowledged before it began. --data can also be"
          + " given in the environment or in the file, as for serve."
    })
final class BackupCommand implements Callable<Integer> {

  private static final int BYTES_PER_KIB = 1024;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      converter = PathOption.class,
      description = "The file to create. It must not exist.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path file;

  @Mixin private final DataOptions data = new DataOptions();

  @Override
  public Integer call() {
    Logging.start(false, Logging.Level.WARNING);
    try {
      long size = EmbeddedBackup.backup(data.folder(), file);
      var out = spec.commandLine().getOut();
      out.printf(
          "The backup of %s is in %s (%d KiB).%n",
          data.folder().toAbsolutePath().normalize(), file, size / BYTES_PER_KIB);
      out.printf("Restore it with: taskagent restore %s --data FOLDER%n", file);
      out.flush();
      return 0;
    } catch (BackupFailed e) {
      throw new CommandFailed(String.valueOf(e.getMessage()), e);
    }
  }
}
