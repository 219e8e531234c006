package taskagent.domain.view;

import java.util.List;

/**
 * Which items a list has.
 *
 * @param <S> {@code TaskStatus} or {@link RunState}
 * @param states an item has one of these; none if nothing can match
 * @param conditions all must hold
 */
public record Filter<S extends Enum<S>>(List<S> states, List<Condition> conditions) {

  /** Copies the lists. */
  public Filter {
    states = List.copyOf(states);
    conditions = List.copyOf(conditions);
  }
}
