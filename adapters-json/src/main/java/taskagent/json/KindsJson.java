package taskagent.json;

import org.jspecify.annotations.Nullable;
import taskagent.domain.engine.Kinds;
import taskagent.domain.processing.TaskProcessing;
import taskagent.domain.run.KindId;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunId;
import taskagent.domain.run.UnknownRun;

/**
 * The JSON of runs of any kind. A run of {@code task-processing@1} does not say its kind, so that
 * older builds can read it. A run of an unknown kind is written as it was read.
 */
public final class KindsJson {

  private KindsJson() {}

  /** Writes a run. */
  public static String write(Kinds kinds, Run run) {
    return run instanceof UnknownRun unknown ? unknown.input() : kinds.of(run).codec().write(run);
  }

  /**
   * Reads the id of a kind that is stored beside a run.
   *
   * @throws UnreadableDocument if it is damaged
   */
  public static KindId kind(@Nullable String text) {
    try {
      return KindId.ofWireName(text == null ? "" : text);
    } catch (IllegalArgumentException e) {
      throw new UnreadableDocument("the kind of a run has an unknown value", e);
    }
  }

  /**
   * Reads a run.
   *
   * @throws UnreadableDocument if it has another format or is damaged
   */
  public static Run read(Kinds kinds, String text) {
    var fields = Json.read(text);
    return read(
        kinds, fields.maybeParsed("kind", KindId::ofWireName).orElse(TaskProcessing.FIRST), text);
  }

  /**
   * Reads a run of this kind.
   *
   * @throws UnreadableDocument if it has another format or is damaged
   */
  public static Run read(Kinds kinds, KindId kind, String text) {
    return kinds
        .find(kind)
        .<Run>map(known -> known.codec().read(text))
        .orElseGet(
            () -> {
              var fields = Json.read(text);
              return new UnknownRun(
                  new RunId(fields.text("workflow_id")), kind, fields.instant("accepted_at"), text);
            });
  }
}
