package taskagent.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Help.Ansi;

/**
 * The launcher answers {@code --help} and {@code --version} from the files in {@code app/help}, so
 * that it need not build. They must say what the program itself says. To write them anew: {@code
 * mvn -pl app -am test -Dtest=HelpFilesTest -Dhelp.write=true
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
final class HelpFilesTest {

  private static final Path FOLDER = Path.of("help");

  private static Map<String, String> expected() throws IOException {
    var texts = new TreeMap<String, String>();
    var line = Main.commandLine();
    texts.put("taskagent.txt", line.getUsageMessage(Ansi.OFF));
    line.getSubcommands()
        .forEach((name, command) -> texts.put(name + ".txt", command.getUsageMessage(Ansi.OFF)));
    texts.put("version.txt", "Task Agent " + version() + "\n");
    texts.put("no-command.txt", Main.NO_COMMAND + "\n");
    return texts;
  }

  /** The version of all modules, which the jar's manifest repeats. */
  private static String version() throws IOException {
    var pom = Files.readString(Path.of("pom.xml"));
    var matcher = Pattern.compile("<version>(.*?)</version>").matcher(pom);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  @BeforeAll
  static void write() throws IOException {
    if (Boolean.getBoolean("help.write")) {
      Files.createDirectories(FOLDER);
      for (var text : expected().entrySet()) {
        Files.writeString(FOLDER.resolve(text.getKey()), text.getValue());
      }
    }
  }

  static Iterable<Map.Entry<String, String>> texts() throws IOException {
    return expected().entrySet();
  }

  @ParameterizedTest
  @MethodSource("texts")
  void theFileSaysWhatTheProgramSays(Map.Entry<String, String> text) {
    assertThat(FOLDER.resolve(text.getKey())).content().isEqualTo(text.getValue());
  }

  @Test
  void thereAreNoOtherFiles() throws IOException {
    try (var files = Files.list(FOLDER)) {
      assertThat(files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()))
          .isEqualTo(expected().keySet());
    }
  }
}
