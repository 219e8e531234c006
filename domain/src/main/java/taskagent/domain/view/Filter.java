package taskagent.domain.view;

import java.util.ArrayList;
import java.util.List;

/**
 * Which items a list has.
 *
 * @param <S> {@code TaskStatus}, {@link RunState} or {@code AuditKind}
 * @param states an item has one of these; none if nothing can match
 * @param conditions all must hold
 */
public record Filter<S extends Enum<S>>(List<S> states, List<Condition> conditions) {

  /** Copies the lists. */
  public Filter {
    states = List.copyOf(states);
    conditions = List.copyOf(conditions);
  }

  /** Returns the filter that leaves only what belongs to a user. */
  public Filter<S> ownedBy(String user) {
    return with(new Condition.OwnedBy(user));
  }

  /** Returns the filter that leaves only what a user did. */
  public Filter<S> doneBy(String user) {
    return with(new Condition.OneOf(Condition.Label.ACTOR, List.of(user), false));
  }

  private Filter<S> with(Condition condition) {
    var all = new ArrayList<>(conditions);
    all.add(condition);
    return new Filter<>(states, all);
  }
}
