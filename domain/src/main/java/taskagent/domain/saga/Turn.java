package taskagent.domain.saga;

/**
 * Which steps are issued together: consecutive ones on the same aggregate. The decisions with which
 * a saga begins belong to the turn of the step behind them. Each turn is one journal entry.
 */
final class Turn {

  private Turn() {}

  /**
   * Returns true if a step belongs to the turn of the step before it.
   *
   * @param first true if all steps before this one only decide. The run has stored their verdicts,
   *     so nothing was ever sent if one of them rejects the request
   */
  static boolean has(Act<?> before, Act<?> next, boolean first) {
    return switch (before) {
      case Act.Decide<?>(_, var journaled) ->
          journaled && (decides(next) || (first && sends(next)));
      case Act.Send<?, ?> send ->
          send.place() == Place.AGGREGATE
              && next instanceof Act.Send<?, ?> other
              && send.target().equals(other.target());
      case Act.Grow<?> _, Act.Child<?> _, Act.Pause<?> _, Act.Hear<?> _ -> false;
    };
  }

  private static boolean decides(Act<?> act) {
    return act instanceof Act.Decide<?>(_, var journaled) && journaled;
  }

  private static boolean sends(Act<?> act) {
    return act instanceof Act.Send;
  }
}
