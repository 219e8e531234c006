package taskagent.app.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The names that a user has given to servers, in the file {@code taskagent/profiles.properties} of
 * the user's folder for settings. A line is {@code NAME.url = ADDRESS}.
 */
final class Profiles {

  private final Path file;

  private Profiles(Path file) {
    this.file = file;
  }

  /** Returns the profiles of the user with this environment. */
  static Profiles of(Map<String, String> environment) {
    var settings = environment.getOrDefault("XDG_CONFIG_HOME", "");
    var folder =
        settings.isBlank()
            ? Path.of(environment.getOrDefault("HOME", ""), ".config")
            : Path.of(settings);
    return new Profiles(folder.resolve("taskagent").resolve("profiles.properties"));
  }

  Path file() {
    return file;
  }

  /** Returns the address of a profile. */
  Optional<String> url(String name) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    var lines = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      lines.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new ClientCommandFailed(ExitCode.USAGE, "cannot read the profiles in " + file);
    }
    return Optional.ofNullable(lines.getProperty(name + ".url"));
  }
}
