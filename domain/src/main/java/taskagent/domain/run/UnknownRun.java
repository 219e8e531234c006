package taskagent.domain.run;

import java.time.Instant;
import java.util.List;
import taskagent.domain.saga.StepResult;

/**
 * A run of a kind that this version does not know. It is left alone, and continues under a version
 * that knows it.
 *
 * @param input the whole run as it is stored
 */
public record UnknownRun(RunId id, KindId kind, Instant acceptedAt, String input) implements Run {

  @Override
  public List<StepResult> decided() {
    return List.of();
  }

  /** Returns why the run does not go on. */
  public String reason() {
    return "workflow " + id + " is of the kind " + kind + ", which this version does not know";
  }
}
