package taskagent.json;

import taskagent.domain.run.Codec;
import taskagent.domain.run.InputRun;
import taskagent.domain.run.KindId;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Generation;

/**
 * The JSON of runs that are determined by their input. What a version that does not know their kind
 * needs is outside of the input.
 *
 * @param <I> the input
 */
public final class InputRunJson<I> implements Codec<InputRun<I>> {

  static final int FORMAT = 2;

  /** Has a generation. The first generation has the first format. */
  private static final int LATEST_FORMAT = 3;

  private final Codec<I> input;

  /**
   * Creates the codec of the runs of a kind.
   *
   * @param input writes inputs as JSON
   */
  public InputRunJson(Codec<I> input) {
    this.input = input;
  }

  @Override
  public String write(InputRun<I> run) {
    return Json.object(
        json -> {
          var generation = run.generation();
          boolean first = generation.number() == 1;
          json.writeNumberField("format", first ? FORMAT : LATEST_FORMAT);
          json.writeStringField("kind", run.kind().wireName());
          json.writeStringField("workflow_id", run.id().value());
          Json.instant(json, "accepted_at", run.acceptedAt());
          json.writeFieldName("input");
          json.writeRawValue(input.write(run.input()));
          if (!run.decided().isEmpty()) {
            JournalJson.write(json, "decided", run.decided());
          }
          if (!first) {
            json.writeNumberField("generation", generation.number());
            SignalJson.write(json, "signals", generation.signals());
            json.writeArrayFieldStart("seen");
            for (var id : generation.seen()) {
              json.writeString(id);
            }
            json.writeEndArray();
          }
        });
  }

  @Override
  public InputRun<I> read(String text) {
    var fields = Json.read(text).format("a run", FORMAT, LATEST_FORMAT);
    return new InputRun<>(
        new RunId(fields.text("workflow_id")),
        fields.parsed("kind", KindId::ofWireName),
        input(fields.json("input")),
        fields.instant("accepted_at"),
        fields.maybeList("decided", JournalJson::result),
        fields.maybeCount("generation").map(n -> generation(n, fields)).orElse(Generation.FIRST));
  }

  private static Generation generation(int number, Fields fields) {
    if (number < 1) {
      throw Fields.missing("generation");
    }
    return new Generation(number, fields.list("signals", SignalJson::of), fields.texts("seen"));
  }

  private I input(String text) {
    try {
      return input.read(text);
    } catch (UnreadableDocument e) {
      throw e;
    } catch (RuntimeException e) { // codecs are written by others
      throw new UnreadableDocument("field input cannot be read", e);
    }
  }
}
