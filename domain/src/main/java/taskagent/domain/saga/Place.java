package taskagent.domain.saga;

/** Where a step takes effect. */
public enum Place {
  /** Nowhere: the step only decides, from the input of the saga. */
  LOCAL,
  /** In an aggregate. Consecutive steps on the same aggregate run in one turn of it. */
  AGGREGATE,
  /** In child runs, which the engine starts and cancels. */
  CHILDREN,
  /** In an external system, which cannot be rolled back and may not answer. */
  OUTSIDE
}
