package taskagent.domain.saga;

import java.util.Locale;
import taskagent.domain.saga.Saga.Place;

/**
 * One try at a step, or at undoing it.
 *
 * @param attempt counts the tries from 1
 */
public record StepCall(String workflowId, String step, Mode mode, Place place, int attempt) {

  /** Which way. */
  public enum Mode {
    DO,
    UNDO;

    /** The last part of a key. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Names the effect, whatever the attempt: {@code workflow id/step/do|undo}. It goes with every
   * command and notification, so that what is delivered twice takes effect once (spec §4).
   */
  public String key() {
    return key(mode);
  }

  /** The key under which the step itself is or was done. */
  public String keyOfStep() {
    return key(Mode.DO);
  }

  private String key(Mode which) {
    return workflowId + "/" + step + "/" + which.wireName();
  }
}
