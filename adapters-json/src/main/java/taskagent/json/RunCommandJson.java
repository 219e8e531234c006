package taskagent.json;

import java.time.Instant;

/**
 * The JSON of what a client asks of a running saga, for an engine that passes it on as an event.
 * Older builds knew the cancellation only, as an empty text.
 */
public final class RunCommandJson {

  private static final String CANCEL = "cancel";
  private static final String RETRY_NOW = "retry_now";

  /** What a client asks of a running saga. */
  public sealed interface RunCommand {

    /**
     * Compensate the steps.
     *
     * @param byOlderBuild true if nothing is sent after it that the saga must receive
     */
    record Cancel(boolean byOlderBuild) implements RunCommand {}

    /**
     * End a wait.
     *
     * @param directive the key of the directive to wait
     * @param until its end
     */
    record RetryNow(String directive, Instant until) implements RunCommand {}
  }

  private RunCommandJson() {}

  /** Writes a command. */
  public static String write(RunCommand command) {
    return switch (command) {
      case RunCommand.Cancel(boolean byOlderBuild) ->
          byOlderBuild ? "" : Json.object(json -> json.writeStringField("command", CANCEL));
      case RunCommand.RetryNow(var directive, var until) ->
          Json.object(
              json -> {
                json.writeStringField("command", RETRY_NOW);
                json.writeStringField("directive", directive);
                Json.instant(json, "until", until);
              });
    };
  }

  /**
   * Reads a command.
   *
   * @throws UnreadableDocument if it is damaged or unknown
   */
  public static RunCommand read(String text) {
    if (text.isEmpty()) {
      return new RunCommand.Cancel(true);
    }
    var fields = Json.read(text);
    return fields.text("command").equals(RETRY_NOW)
        ? new RunCommand.RetryNow(fields.text("directive"), fields.instant("until"))
        : new RunCommand.Cancel(false);
  }
}
