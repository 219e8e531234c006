package taskagent.app.client;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * The names that a user has given to servers, in the file {@code taskagent/profiles.properties} of
 * the user's folder for settings. A line is {@code NAME.url = ADDRESS}.
 */
final class Profiles {

  /** The profile that is used if there is one and no other server is named. */
  static final String USUAL = "default";

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
    return value(name + ".url");
  }

  /** Returns the token with which a profile calls its server. */
  Optional<String> token(String name) {
    return value(name + ".token");
  }

  private Optional<String> value(String key) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    var lines = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      lines.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new ClientCommandFailed(ExitCode.USAGE, "cannot read the profiles in " + file);
    }
    return Optional.ofNullable(lines.getProperty(key));
  }

  /** Stores a profile in the place of the one with the same name. */
  void store(String name, URI url, String token) {
    replace(name, List.of(name + ".url = " + url, name + ".token = " + token));
  }

  /** Removes the token of a profile. Returns false if it has none. */
  boolean forget(String name) {
    var url = url(name);
    boolean had = token(name).isPresent();
    if (had) {
      replace(name, url.map(address -> List.of(name + ".url = " + address)).orElse(List.of()));
    }
    return had;
  }

  /** Keeps all other lines. Only the user can read the file, because it has tokens. */
  private void replace(String name, List<String> own) {
    var of = Pattern.compile("\\s*" + Pattern.quote(name) + "\\.(url|token)\\s*[=: ].*");
    try {
      Files.createDirectories(file.resolveSibling("."));
      var lines = new ArrayList<String>();
      if (Files.exists(file)) {
        lines.addAll(Files.readAllLines(file));
      }
      lines.removeIf(line -> of.matcher(line).matches());
      lines.addAll(own);
      var fresh =
          Files.createTempFile(
              file.resolveSibling("."),
              ".profiles",
              ".tmp",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(fresh, lines);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new ClientCommandFailed(ExitCode.FAILED, "cannot write the profiles in " + file);
    }
  }
}
