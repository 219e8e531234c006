package taskagent.domain.processing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The diagram of the saga in docs/architecture.md matches its definition. */
class SagaDiagramTest {

  private static final Path DOCUMENT = Path.of("../docs/architecture.md");
  private static final String BEGIN = "<!-- saga: drawn from its definition -->\n";
  private static final String END = "<!-- end of saga -->\n";

  @Test
  void theDocumentShowsTheSagaAsDefined() throws IOException {
    var text = Files.readString(DOCUMENT);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    assertThat(begin).as("the document has a place for the diagram").isNotNegative();
    assertThat(end).isGreaterThan(begin);
    var drawn = "\n" + new SagaDiagram(TaskProcessing.SAGA).markdown() + "\n";
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(
          DOCUMENT, text.substring(0, begin + BEGIN.length()) + drawn + text.substring(end));
      return;
    }
    assertThat(text.substring(begin + BEGIN.length(), end))
        .as("update it with: mvn -pl domain test -Dtest=SagaDiagramTest -Ddocs.update=true")
        .isEqualTo(drawn);
  }
}
