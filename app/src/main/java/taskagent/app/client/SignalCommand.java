package taskagent.app.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code taskagent signal}: sends a signal to a workflow. */
@Command(
    name = "signal",
    description = "Sends a signal to a workflow, for the step that waits for its name.",
    footer = {
      "",
      "The same signal, by its id, takes effect once. Without --id, the key identifies the signal."
    })
final class SignalCommand extends ClientCommand {

  @Parameters(
      index = "0",
      paramLabel = "WORKFLOW",
      converter = IdArgument.class,
      description = "The id of the workflow.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String workflow;

  @Parameters(index = "1", paramLabel = "NAME", description = "The name of the signal.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String name;

  @Option(names = "--id", paramLabel = "<id>", description = "The id of the signal.")
  private @Nullable String id;

  @Option(
      names = "--payload",
      paramLabel = "<json>",
      converter = JsonArgument.class,
      description = "What the step gets: any JSON, such as '\"yes\"'. A string is passed as it is.")
  private @Nullable JsonNode payload;

  @Mixin private final KeyOption key = new KeyOption();

  SignalCommand(ClientContext context) {
    super(context);
  }

  @Override
  ExitCode run() {
    var signal = ServerAnswer.JSON.createObjectNode().put("name", name);
    if (id != null) {
      signal.put("id", id);
    }
    if (payload != null) {
      signal.set("payload", payload);
    }
    var answer = api().post("/workflows/" + workflow + "/signals", signal, key.key()).body();
    output().one(Columns.SIGNALLED_WORKFLOW, answer);
    return ExitCode.DONE;
  }

  /** Reads a value. */
  static final class JsonArgument implements ITypeConverter<JsonNode> {

    private static final ObjectReader WHOLE =
        ServerAnswer.JSON.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @Override
    public JsonNode convert(String text) {
      try {
        var value = WHOLE.readTree(text);
        if (!value.isMissingNode()) {
          return value;
        }
      } catch (JsonProcessingException e) {
        // The same as nothing.
      }
      throw new TypeConversionException("'" + text + "' is not JSON; a text needs quotes in it");
    }
  }
}
