package taskagent.dapr.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How documents are read from a store. */
final class DocumentsTest {

  @Test
  void manyAreReadWithoutAnAnswerThatIsTooLarge() {
    var documents = new MemoryStore().documents();
    var keys = IntStream.range(0, 201).mapToObj(i -> "key-" + i).toList();
    keys.forEach(key -> documents.put(key, "text of " + key, Optional.empty()));
    var found = documents.readAll(keys);
    assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(keys);
    assertThat(found.get("key-200").text()).isEqualTo("text of key-200");
    assertThat(documents.readAll(List.of())).isEmpty();
  }
}
