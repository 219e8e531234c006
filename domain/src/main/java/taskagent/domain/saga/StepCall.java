package taskagent.domain.saga;

import java.util.Locale;
import java.util.Optional;

/**
 * One attempt at a step or at its compensation.
 *
 * @param base what the keys of the run and of its generation begin with
 * @param attempt the number of the attempt, from 1
 * @param unanswered true if the answer to an earlier attempt was lost
 * @param template the name of the step in the definition, if the step was planned
 * @param planned what the step that planned this one gave it
 */
public record StepCall(
    String base,
    String step,
    Mode mode,
    int attempt,
    boolean unanswered,
    Optional<String> template,
    Optional<String> planned) {

  /** Creates a call of a step that was not planned. */
  public StepCall(String base, String step, Mode mode, int attempt, boolean unanswered) {
    this(base, step, mode, attempt, unanswered, Optional.empty(), Optional.empty());
  }

  /** Creates a call of which no earlier answer was lost. */
  public StepCall(String base, String step, Mode mode, int attempt) {
    this(base, step, mode, attempt, false);
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

  /** Returns the name of the step in the definition of the saga. */
  public String definition() {
    return template.orElse(step);
  }

  /**
   * Returns the key of the effect, the same for every attempt: {@code base/step/do|undo}. It is
   * sent with every command and notification, so that a repeated delivery takes effect once
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
    return base + "/" + step + "/" + which.wireName();
  }
}
