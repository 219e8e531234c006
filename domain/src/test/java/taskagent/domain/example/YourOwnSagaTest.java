package taskagent.domain.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The code in docs/your-own-saga.md is the code that is compiled and tested here. */
class YourOwnSagaTest {

  private static final Path DOCUMENT = Path.of("../docs/your-own-saga.md");
  private static final Path FOLDER = Path.of("src/test/java/taskagent/domain/example");

  @ParameterizedTest
  @ValueSource(strings = {"BookLoan", "BookLoanTest"})
  void theDocumentShowsTheCode(String name) throws IOException {
    var source = Files.readString(FOLDER.resolve(name + ".java"));
    var code = source.substring(source.indexOf("\n/** ") + 1);
    var text = Files.readString(DOCUMENT);
    var begin = "<!-- " + name + ".java -->\n\n```java\n";
    int from = text.indexOf(begin) + begin.length();
    int to = text.indexOf("```\n", from);
    assertThat(text).contains(begin);
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(DOCUMENT, text.substring(0, from) + code + text.substring(to));
      return;
    }
    assertThat(text.substring(from, to))
        .as("update it with: mvn -pl domain test -Dtest=YourOwnSagaTest -Ddocs.update=true")
        .isEqualTo(code);
  }
}
