package taskagent.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

/**
 * {@code bench/run --help} answers from a file, so that it need not build. The file must say what
 * the program says. To write it anew: {@code mvn -pl bench -am test -Dtest=HelpFileTest
 * -Dhelp.write=true -Dsurefire.failIfNoSpecifiedTests=false}.
 */
final class HelpFileTest {

  private static final Path FILE = Path.of("help.txt");

  @Test
  void theFileSaysWhatTheProgramSays() throws IOException {
    var usage = BenchMain.commandLine().getUsageMessage(Ansi.OFF);
    if (Boolean.getBoolean("help.write")) {
      Files.writeString(FILE, usage);
    }
    assertThat(FILE).content().isEqualTo(usage);
  }
}
