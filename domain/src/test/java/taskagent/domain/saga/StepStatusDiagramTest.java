package taskagent.domain.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import taskagent.domain.saga.StepState.Status;

/** The drawing of a step's status in docs/architecture.md is what the machine does. */
final class StepStatusDiagramTest {

  private static final Path DOCUMENT = Path.of("../docs/architecture.md");
  private static final String BEGIN = "<!-- step status: drawn by asking the machine -->\n";
  private static final String END = "<!-- end of step status -->\n";

  @Test
  void theDocumentShowsWhatTheMachineDoes() throws IOException {
    var text = Files.readString(DOCUMENT);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    assertThat(begin).as("the document has a place for the drawing").isNotNegative();
    assertThat(end).isGreaterThan(begin);
    var drawn = "\n```mermaid\n" + StepStatusDiagram.draw() + "\n```\n\n";
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
    var diagram = StepStatusDiagram.draw();

    assertThat(Arrays.stream(Status.values()).map(Status::wireName))
        .allSatisfy(status -> assertThat(diagram).contains(" " + status + " --> "));
  }
}
