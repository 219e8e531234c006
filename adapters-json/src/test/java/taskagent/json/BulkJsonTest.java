package taskagent.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import taskagent.domain.bulk.Bulk;
import taskagent.domain.bulk.BulkAction;
import taskagent.domain.bulk.BulkOrder;
import taskagent.domain.bulk.BulkProgress;
import taskagent.domain.bulk.BulkProgress.Refusal;
import taskagent.domain.task.TaskId;

/** The stored JSON of bulks, which later versions must be able to read. */
final class BulkJsonTest {

  private static final Bulk ASSIGN =
      new Bulk(
          new BulkOrder(
              "a-set", new BulkAction.Assign("ada"), Optional.of("eve"), true, 600, 250, "4f1c"),
          2);

  static List<BulkAction> actions() {
    return List.of(
        new BulkAction.Cancel(),
        new BulkAction.Complete(),
        new BulkAction.Start(),
        new BulkAction.Assign("Ada \"A\""),
        new BulkAction.SetDeadline(Instant.parse("2026-12-24T18:00:00Z")));
  }

  @ParameterizedTest
  @MethodSource("actions")
  void anInputIsReadAsItWasWritten(BulkAction action) {
    var bulk = new Bulk(new BulkOrder("s", action, Optional.empty(), false, 1, 250, "r"), 0);
    assertThat(BulkJson.read(BulkJson.write(bulk))).isEqualTo(bulk);
  }

  @Test
  void theFormatOfAnInput() {
    var text =
        "{\"format\":1,\"set\":\"a-set\",\"action\":\"assign\",\"assignee\":\"ada\","
            + "\"actor\":\"eve\",\"only_own\":true,\"count\":600,\"chunk_size\":250,"
            + "\"request\":\"4f1c\",\"chunk\":2}";
    assertThat(BulkJson.write(ASSIGN)).isEqualTo(text);
    assertThat(BulkJson.read(text)).isEqualTo(ASSIGN);
  }

  @Test
  void theFormatOfTheProgress() {
    var progress = new BulkProgress(3, 700, 50, List.of(new Refusal(new TaskId("t1"), "closed")));
    var text =
        "{\"format\":1,\"chunks\":3,\"done\":700,\"refused\":50,"
            + "\"first\":[{\"task_id\":\"t1\",\"reason\":\"closed\"}]}";
    assertThat(BulkJson.writeProgress(progress)).isEqualTo(text);
    assertThat(BulkJson.readProgress(text)).isEqualTo(progress);
  }

  @Test
  void whatIsDamagedIsNotRead() {
    var text = BulkJson.write(ASSIGN);
    assertThatThrownBy(() -> BulkJson.read(text.replace("assign\"", "erase\"")))
        .isInstanceOf(UnreadableDocument.class);
    assertThatThrownBy(() -> BulkJson.read(text.replace("\"format\":1", "\"format\":2")))
        .isInstanceOf(UnreadableDocument.class);
    assertThatThrownBy(() -> BulkJson.readProgress("{\"format\":1}"))
        .isInstanceOf(UnreadableDocument.class);
  }
}
