package taskagent.domain.task;

import java.util.Optional;
import taskagent.domain.Ids;

/**
 * Identifies one intention to change a task. A command that is delivered again under the same id
 * changes nothing (specification §2). A sender that retries therefore derives the id from its
 * intention and not from the attempt: a saga step uses {@code workflow id/step/do|undo}.
 */
public record CommandId(String value) {

  /** The longest id that is accepted from outside. */
  public static final int LENGTH_AT_MOST = 255;

  /** Returns what is wrong with an id from outside, if anything is. */
  Optional<String> problem() {
    return Ids.visible(value, LENGTH_AT_MOST)
        ? Optional.empty()
        : Optional.of("id " + Ids.visibleRule(LENGTH_AT_MOST));
  }

  @Override
  public String toString() {
    return value;
  }
}
