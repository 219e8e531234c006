package taskagent.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import taskagent.domain.bulk.Bulk;
import taskagent.domain.bulk.BulkAction;
import taskagent.domain.bulk.BulkOrder;
import taskagent.domain.bulk.BulkProgress;
import taskagent.domain.bulk.BulkProgress.Refusal;
import taskagent.domain.run.Codec;
import taskagent.domain.run.InputRun;
import taskagent.domain.task.TaskId;

/** The JSON of bulks: their input and their progress. */
public final class BulkJson {

  private static final int FORMAT = 1;

  /** Writes and reads runs of this kind. */
  public static final Codec<InputRun<Bulk>> CODEC =
      new InputRunJson<>(
          new Codec<>() {
            @Override
            public String write(Bulk bulk) {
              return BulkJson.write(bulk);
            }

            @Override
            public Bulk read(String text) {
              return BulkJson.read(text);
            }
          });

  private BulkJson() {}

  /** Writes the input of a run. */
  static String write(Bulk bulk) {
    var order = bulk.order();
    return Json.object(
        json -> {
          json.writeNumberField("format", FORMAT);
          json.writeStringField("set", order.set());
          write(json, order.action());
          Json.optional(json, "actor", order.actor());
          Json.onlyIf(json, "only_own", order.onlyOwn());
          json.writeNumberField("count", order.count());
          json.writeNumberField("chunk_size", order.chunkSize());
          json.writeStringField("request", order.request());
          json.writeNumberField("chunk", bulk.chunk());
        });
  }

  private static void write(JsonGenerator json, BulkAction action) throws IOException {
    json.writeStringField("action", action.wireName());
    switch (action) {
      case BulkAction.Assign(var assignee) -> json.writeStringField("assignee", assignee);
      case BulkAction.SetDeadline(var at) -> Json.instant(json, "deadline", at);
      case BulkAction.Cancel _, BulkAction.Complete _, BulkAction.Start _ -> {}
    }
  }

  /**
   * Reads the input of a run.
   *
   * @throws UnreadableDocument if it has another format or is damaged
   */
  static Bulk read(String text) {
    var fields = Json.read(text).format("a bulk", FORMAT);
    return new Bulk(
        new BulkOrder(
            fields.text("set"),
            action(fields),
            fields.maybeText("actor"),
            fields.maybeFlag("only_own").orElse(false),
            fields.count("count"),
            fields.count("chunk_size"),
            fields.text("request")),
        fields.count("chunk"));
  }

  private static BulkAction action(Fields fields) {
    return switch (fields.text("action")) {
      case "cancel" -> new BulkAction.Cancel();
      case "complete" -> new BulkAction.Complete();
      case "start" -> new BulkAction.Start();
      case "assign" -> new BulkAction.Assign(fields.text("assignee"));
      case "set_deadline" -> new BulkAction.SetDeadline(fields.instant("deadline"));
      default -> throw Fields.missing("action");
    };
  }

  /** Writes the progress of a bulk. */
  public static String writeProgress(BulkProgress progress) {
    return Json.object(
        json -> {
          json.writeNumberField("format", FORMAT);
          json.writeNumberField("chunks", progress.chunks());
          json.writeNumberField("done", progress.done());
          json.writeNumberField("refused", progress.refused());
          json.writeArrayFieldStart("first");
          for (var refusal : progress.first()) {
            json.writeStartObject();
            json.writeStringField("task_id", refusal.task().value());
            json.writeStringField("reason", refusal.reason());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /**
   * Reads the progress of a bulk.
   *
   * @throws UnreadableDocument if it has another format or is damaged
   */
  public static BulkProgress readProgress(String text) {
    var fields = Json.read(text).format("the progress of a bulk", FORMAT);
    return new BulkProgress(
        fields.count("chunks"),
        fields.count("done"),
        fields.count("refused"),
        fields.list(
            "first",
            each -> new Refusal(each.parsed("task_id", TaskId::new), each.text("reason"))));
  }
}
