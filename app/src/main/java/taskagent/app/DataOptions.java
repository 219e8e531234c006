package taskagent.app;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name a server's data folder, with the names that the server itself has. */
final class DataOptions {

  @Option(
      names = "--data",
      converter = PathOption.class,
      defaultValue = "data",
      description = "The server's data folder. Default: ./${DEFAULT-VALUE}.")
  private Path folder;

  @Option(
      names = "--config",
      converter = PathOption.class,
      description = "The server's YAML file with settings.")
  @SuppressWarnings("UnusedVariable") // SettingSources reads the file before the other options
  private @Nullable Path config;

  Path folder() {
    return folder;
  }
}
