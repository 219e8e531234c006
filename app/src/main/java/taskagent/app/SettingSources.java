package taskagent.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Finds settings that are not on the command line: first in the environment, then in the file that
 * {@code --config} names. A setting has one name in three forms (specification §9): {@code
 * --notify-simulated-delay}, {@code TASKAGENT_NOTIFY_SIMULATED_DELAY}, {@code
 * notify.simulated-delay}.
 */
final class SettingSources implements CommandLine.IDefaultValueProvider {

  /** Prefix of the variables that are settings. */
  static final String PREFIX = "TASKAGENT_";

  /** Variables that clients and scripts read. They are not settings of the server. */
  private static final Set<String> OF_OTHERS =
      Set.of(
          "TASKAGENT_URL",
          "TASKAGENT_PROFILE",
          "TASKAGENT_TOKEN",
          "TASKAGENT_JAVA_OPTS",
          "TASKAGENT_JDKS",
          "TASKAGENT_CACHE",
          "TASKAGENT_IMAGE_APP",
          "TASKAGENT_IMAGE_DAPR",
          "TASKAGENT_IMAGE_REDIS",
          "TASKAGENT_CLUSTER_DIR",
          "TASKAGENT_CLUSTER_NET",
          "TASKAGENT_KUBE_ADDRESS",
          "TASKAGENT_KUBE_CONTEXT");

  /** The names of variables that Kubernetes sets for a Service, after the Service's own name. */
  private static final Pattern OF_SERVICE =
      Pattern.compile(
          "_SERVICE_(HOST|PORT(_[A-Z0-9_]+)?)$|_PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?$");

  /** The value of such a variable whose name could also be that of a setting. */
  private static final Pattern ADDRESS = Pattern.compile("(tcp|udp|sctp)://");

  private final Map<String, String> environment;
  private @Nullable Map<String, String> file;
  private @Nullable Path path;

  SettingSources() {
    this(System.getenv());
  }

  SettingSources(Map<String, String> environment) {
    this.environment = new HashMap<>(environment);
    this.environment.keySet().removeAll(ofServices(environment));
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option) || option.usageHelp() || option.versionHelp()) {
      return null;
    }
    var command = option.command().commandLine();
    check(command);
    var name = option.longestName().substring(2);
    if (!known(command, name)) {
      return null; // an option of this command that is not a setting
    }
    var inEnvironment = environment.get(variable(name));
    return inEnvironment != null ? inEnvironment : file(command).get(name);
  }

  /** Returns the variables that are no settings, because Kubernetes set them for a Service. */
  static Set<String> ofServices(Map<String, String> environment) {
    return environment.entrySet().stream()
        .filter(variable -> variable.getKey().startsWith(PREFIX))
        .filter(
            variable ->
                OF_SERVICE.matcher(variable.getKey()).find()
                    || ADDRESS.matcher(variable.getValue()).lookingAt())
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns where the value of an option comes from, if it is not on the command line. */
  Optional<String> origin(OptionSpec option) {
    var name = option.longestName().substring(2);
    if (environment.containsKey(variable(name))) {
      return Optional.of(variable(name));
    }
    return file != null && file.containsKey(name) && path != null
        ? Optional.of(path.toString())
        : Optional.empty();
  }

  private static String variable(String name) {
    return PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** Refuses a mistyped name, which would otherwise have no effect. */
  private void check(CommandLine command) {
    for (var variable : environment.keySet()) {
      if (variable.startsWith(PREFIX) && !OF_OTHERS.contains(variable)) {
        var name = variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '-');
        if (!known(command, name)) {
          throw new ParameterException(
              command, "there is no setting for the environment variable " + variable);
        }
      }
    }
  }

  /** The settings are the options of the server. Other commands know them, too. */
  private static boolean known(CommandLine command, String name) {
    var parent = command.getParent();
    var server =
        parent == null ? command : Objects.requireNonNull(parent.getSubcommands().get("serve"));
    var option = server.getCommandSpec().optionsMap().get("--" + name);
    return option != null && !option.usageHelp() && !option.versionHelp();
  }

  private Map<String, String> file(CommandLine command) {
    if (file == null) {
      var named = configFile(command);
      path = named.orElse(null);
      file = named.map(found -> read(command, found)).orElse(Map.of());
    }
    return file;
  }

  /** Finds the file's own name, on the command line or in the environment. */
  private Optional<Path> configFile(CommandLine command) {
    var arguments = command.getParseResult().originalArgs();
    for (int i = 0; i < arguments.size(); i++) {
      var argument = arguments.get(i);
      if (argument.startsWith("--config=")) {
        return path(command, argument.substring("--config=".length()));
      }
      if (argument.equals("--config") && i + 1 < arguments.size()) {
        return path(command, arguments.get(i + 1));
      }
    }
    return Optional.ofNullable(environment.get(variable("config")))
        .flatMap(value -> path(command, value));
  }

  private static Optional<Path> path(CommandLine command, String value) {
    try {
      return Optional.of(new PathOption().convert(value));
    } catch (CommandLine.TypeConversionException e) {
      throw new ParameterException(command, "--config: " + e.getMessage(), e);
    }
  }

  private static Map<String, String> read(CommandLine command, Path path) {
    try {
      @Nullable Object root = new Yaml(new SafeConstructor(strict())).load(Files.readString(path));
      var settings = new HashMap<String, String>();
      if (root != null) {
        flatten(command, path, "", root, settings);
      }
      return settings;
    } catch (IOException e) {
      throw new ParameterException(
          command,
          "cannot read the file " + path,
          e,
          command.getCommandSpec().findOption("--config"),
          path.toString());
    } catch (YAMLException e) {
      throw new ParameterException(command, path + " is not valid: " + problem(e), e);
    }
  }

  private static String problem(YAMLException e) {
    if (e instanceof MarkedYAMLException marked && marked.getProblem() != null) {
      var mark = marked.getProblemMark();
      var line = mark == null ? "" : ", in line " + (mark.getLine() + 1);
      return marked.getProblem() + line;
    }
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("it is not YAML");
  }

  /** Refuses a name that occurs twice, and maps that contain themselves. */
  private static LoaderOptions strict() {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setMaxAliasesForCollections(0);
    return options;
  }

  private static void flatten(
      CommandLine command, Path path, String prefix, Object node, Map<String, String> settings) {
    if (!(node instanceof Map<?, ?> map)) {
      throw new ParameterException(
          command, path + ": " + (prefix.isEmpty() ? "the file" : prefix) + " is not a map");
    }
    map.forEach(
        (key, value) -> {
          var name = prefix.isEmpty() ? String.valueOf(key) : prefix + "." + key;
          var option = name.replace('.', '-');
          if (value instanceof Map<?, ?> inner) {
            flatten(command, path, name, inner, settings);
          } else if (!known(command, option) || option.equals("config")) {
            throw new ParameterException(command, path + ": there is no setting " + name);
          } else if (value == null || value instanceof Iterable<?>) {
            throw new ParameterException(command, path + ": " + name + " needs one value");
          } else {
            settings.put(option, value.toString());
          }
        });
  }
}
