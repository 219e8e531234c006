package taskagent.domain.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import taskagent.domain.saga.StepState.Status;

/** The diagram of the step status in docs/architecture.md matches the machine. */
final class StepStatusDiagramTest {

  private static final Path DOCUMENT = Path.of("../docs/architecture.md");
  private static final String BEGIN = "<!-- step status: drawn by asking the machine -->\n";
  private static final String END = "<!-- end of step status -->\n";

  private static final String DIAGRAM = StepStatusDiagram.draw();

  @Test
  void theDocumentShowsTheTransitionsOfTheMachine() throws IOException {
    var text = Files.readString(DOCUMENT);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    assertThat(begin).as("the document has a place for the diagram").isNotNegative();
    assertThat(end).isGreaterThan(begin);
    var drawn = "\n```mermaid\n" + DIAGRAM + "\n```\n\n";
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(
          DOCUMENT, text.substring(0, begin + BEGIN.length()) + drawn + text.substring(end));
      return;
    }
    assertThat(text.substring(begin + BEGIN.length(), end))
        .as("update it with: mvn -pl domain test -Dtest=StepStatusDiagramTest -Ddocs.update=true")
        .isEqualTo(drawn);
  }

  @Test
  void everyStatusOccurs() {
    assertThat(Arrays.stream(Status.values()).map(Status::wireName))
        .allSatisfy(status -> assertThat(DIAGRAM).contains(" " + status + " --> "));
  }
}
