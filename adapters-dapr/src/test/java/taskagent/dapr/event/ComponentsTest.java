package taskagent.dapr.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Checks that the components fit each other in ways that Dapr itself does not check (ADR 19). */
final class ComponentsTest {

  private static final Path FOLDER = Path.of("../components");

  /** Otherwise Dapr would acknowledge a message that was never handled. */
  @Test
  void anEventIsRetriedForLongerThanItsProcessingTimeout() throws IOException {
    var handling = read("resiliency.yaml").at("/spec/policies/retries/handling");
    var tries =
        duration(handling.path("duration")).multipliedBy(handling.path("maxRetries").asInt());

    assertThat(tries).isGreaterThan(duration(metadata("pubsub.yaml", "processingTimeout")));
  }

  private static JsonNode metadata(String component, String name) throws IOException {
    return StreamSupport.stream(read(component).at("/spec/metadata").spliterator(), false)
        .filter(item -> item.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow()
        .path("value");
  }

  private static JsonNode read(String file) throws IOException {
    Object yaml = new Yaml().load(Files.readString(FOLDER.resolve(file)));
    return new ObjectMapper().valueToTree(yaml);
  }

  /** Parses a duration such as 500ms or 5s. */
  private static Duration duration(JsonNode written) {
    var text = written.asText();
    return text.endsWith("ms")
        ? Duration.ofMillis(Long.parseLong(text.replace("ms", "")))
        : Duration.parse("PT" + text);
  }
}
