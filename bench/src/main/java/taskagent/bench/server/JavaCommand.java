package taskagent.bench.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The commands of servers that are classes of this program. */
public final class JavaCommand {

  private JavaCommand() {}

  /** Returns the command that runs a class with the options of the packaged server. */
  public static List<String> of(Class<?> main, String... arguments) {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }
}
