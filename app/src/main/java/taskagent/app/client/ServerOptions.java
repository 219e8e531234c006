package taskagent.app.client;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The options that say which server to call. The command line comes before the environment, and an
 * address before the name of a profile.
 */
final class ServerOptions {

  private static final URI USUAL = URI.create("http://127.0.0.1:8000");
  private static final Set<String> SCHEMES = Set.of("http", "https");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--url",
      paramLabel = "<address>",
      description = {
        "The address of the server. Default: TASKAGENT_URL in the environment, or else the"
            + " profile's, or else http://127.0.0.1:8000."
      })
  private @Nullable String url;

  @Option(
      names = "--profile",
      paramLabel = "<name>",
      description =
          "The profile whose server to call. Default: TASKAGENT_PROFILE in the environment.")
  private @Nullable String profile;

  @Option(
      names = "--token-file",
      paramLabel = "<file>",
      description =
          "The file with the token that says who calls. Default: TASKAGENT_TOKEN in the"
              + " environment, or else the profile's.")
  private @Nullable Path tokenFile;

  /** Returns the address to log in to, which may also be a new one of the profile. */
  URI addressToLogIn(Map<String, String> environment) {
    return url != null ? checked(url, "--url") : address(environment);
  }

  /** Returns the profile that is named, or the one that needs no name. */
  String profile(Map<String, String> environment) {
    return profile != null
        ? profile
        : given(environment, "TASKAGENT_PROFILE").orElse(Profiles.USUAL);
  }

  /** Returns the token that is given for this command; empty if a profile must have it. */
  Optional<String> givenToken(Map<String, String> environment) {
    if (tokenFile == null) {
      return given(environment, "TASKAGENT_TOKEN").map(String::strip);
    }
    try {
      return Optional.of(Files.readString(tokenFile).strip());
    } catch (IOException e) {
      throw wrong("--token-file: cannot read " + tokenFile);
    }
  }

  /** Returns the token. That of a profile is for the profile's server only. */
  Optional<String> token(Map<String, String> environment) {
    boolean ofProfile =
        url == null && (profile != null || given(environment, "TASKAGENT_URL").isEmpty());
    return givenToken(environment)
        .or(
            () ->
                ofProfile
                    ? Profiles.of(environment).token(profile(environment))
                    : Optional.empty());
  }

  /** Returns the address, without a slash at the end. */
  URI address(Map<String, String> environment) {
    if (url != null && profile != null) {
      throw wrong("--url and --profile both name a server; give one of them");
    }
    if (url != null) {
      return checked(url, "--url");
    }
    if (profile != null) {
      return ofProfile(profile, environment);
    }
    var variable = given(environment, "TASKAGENT_URL");
    return variable.isPresent()
        ? checked(variable.get(), "TASKAGENT_URL")
        : given(environment, "TASKAGENT_PROFILE")
            .map(name -> ofProfile(name, environment))
            .or(
                () ->
                    Profiles.of(environment)
                        .url(Profiles.USUAL)
                        .map(found -> checked(found, "the profile " + Profiles.USUAL)))
            .orElse(USUAL);
  }

  private URI ofProfile(String name, Map<String, String> environment) {
    var profiles = Profiles.of(environment);
    return profiles
        .url(name)
        .map(found -> checked(found, profiles.file() + ", profile " + name))
        .orElseThrow(
            () -> wrong("there is no line '" + name + ".url = ADDRESS' in " + profiles.file()));
  }

  private static Optional<String> given(Map<String, String> environment, String variable) {
    return Optional.ofNullable(environment.get(variable)).filter(value -> !value.isBlank());
  }

  private URI checked(String text, String source) {
    try {
      var address = new URI(text.strip().replaceFirst("/+$", ""));
      var scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
      if (SCHEMES.contains(scheme)
          && address.getHost() != null
          && address.getRawQuery() == null
          && address.getRawFragment() == null) {
        return address;
      }
    } catch (URISyntaxException e) {
      // said below
    }
    throw wrong(source + ": '" + text + "' is not an address such as http://127.0.0.1:8000");
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
