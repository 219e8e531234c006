package taskagent.app.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The commands in docs/command-line.md are valid, and all exit codes are documented. */
class DocumentedCommandsTest {

  private static final Pattern COMMAND =
      Pattern.compile("(?m)^    (?:source <\\()?taskagent ([^|)\\n]+)");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  private static String document() throws IOException {
    return Files.readString(Path.of("../docs/command-line.md"));
  }

  private static String[] words(String command) {
    return WORD.matcher(command)
        .results()
        .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
        .toArray(String[]::new);
  }

  @Test
  void theExamplesAreValid() throws IOException {
    var line = new CommandLine(CommandSpec.create());
    var context = new ClientContext(Map.of(), () -> ClientRun.NOW, RequestRetries.usual());
    ClientCommands.addTo(line, context);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    var examples =
        COMMAND.matcher(document().replaceAll("\\\\\\n\\s+", "")).results().map(m -> m.group(1));
    assertThat(examples.toList())
        .hasSizeGreaterThan(12)
        .allSatisfy(example -> line.parseArgs(words(example)));
  }

  @Test
  void allExitCodesAreDocumented() throws IOException {
    Stream<String> documented =
        Pattern.compile("(?m)^\\| ([0-9]+) \\|").matcher(document()).results().map(m -> m.group(1));
    assertThat(documented)
        .containsExactlyElementsOf(
            Arrays.stream(ExitCode.values()).map(code -> Integer.toString(code.number())).toList());
  }
}
