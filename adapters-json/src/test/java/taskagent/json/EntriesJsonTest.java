package taskagent.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskagent.domain.view.Changes.Kind;
import taskagent.json.EntriesJson.Entry;

/** The pages of the change log and the index of ids, which stay in the store across versions. */
final class EntriesJsonTest {

  private static final Instant AT = Instant.ofEpochMilli(1_764_500_000_123L);

  private static final String TEXT =
      "{\"format\":1,\"entries\":[{\"task\":\"t1\",\"at\":1764500000123},"
          + "{\"run\":\"task-workflow-t1\",\"at\":1764500000123},"
          + "{\"audit\":\"{}\",\"run\":\"audit\",\"at\":1764500000123}]}";

  private static final List<Entry> ENTRIES =
      List.of(
          new Entry(Kind.TASK, "t1", AT),
          new Entry(Kind.RUN, "task-workflow-t1", AT),
          new Entry(Kind.AUDIT, "{}", AT));

  @Test
  void theFormIsThatOfStoredPages() {
    assertThat(EntriesJson.write(ENTRIES)).isEqualTo(TEXT);
    assertThat(EntriesJson.read(TEXT)).isEqualTo(ENTRIES);
    assertThat(EntriesJson.read(EntriesJson.write(List.of()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"format\":2,\"entries\":[]}",
        "{\"format\":1}",
        "{\"format\":1,\"entries\":[{\"at\":1}]}",
        "{\"format\":1,\"entries\":[{\"task\":\"t\"}]}"
      })
  void anotherFormIsRefused(String text) {
    assertThatThrownBy(() -> EntriesJson.read(text)).isInstanceOf(UnreadableDocument.class);
  }
}
