package taskagent.domain.saga;

import java.util.Locale;

/**
 * One attempt at a step or at its compensation.
 *
 * @param attempt the number of the attempt, from 1
 * @param unanswered true if the answer to an earlier attempt was lost
 */
public record StepCall(String workflowId, String step, Mode mode, int attempt, boolean unanswered) {

  /** Creates a call of which no earlier answer was lost. */
  public StepCall(String workflowId, String step, Mode mode, int attempt) {
    this(workflowId, step, mode, attempt, false);
  }

  /** Whether the call runs the step or its compensation. */
  public enum Mode {
    DO,
    UNDO;

    /** Returns the last part of a key. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Returns the key of the effect, the same for every attempt: {@code workflow id/step/do|undo}. It
   * is sent with every command and notification, so that a repeated delivery takes effect once
   * (specification §4).
   */
  public String key() {
    return key(mode);
  }

  /** Returns the key of the step itself; a compensation references it. */
  public String keyOfStep() {
    return key(Mode.DO);
  }

  private String key(Mode which) {
    return workflowId + "/" + step + "/" + which.wireName();
  }
}
