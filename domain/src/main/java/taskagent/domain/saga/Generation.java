package taskagent.domain.saga;

import java.util.List;

/**
 * Which generation of a run it is, and what it has from the one before. A run that continues as new
 * drops its history, so that the history of a monitor stays short.
 *
 * @param number the number of the generation, from 1
 * @param signals signals that no step has heard yet
 * @param seen the ids of the last signals
 */
public record Generation(int number, List<Signal> signals, List<String> seen) {

  /** The first generation. */
  public static final Generation FIRST = new Generation(1, List.of(), List.of());

  /** Occurs in no id of a run. */
  private static final String SEPARATOR = "~";

  /** Copies the lists. */
  public Generation {
    signals = List.copyOf(signals);
    seen = List.copyOf(seen);
    if (number < 1) {
      throw new IllegalArgumentException("Generations are counted from 1");
    }
  }

  /** Returns the generation after one that has ended like this. */
  public Generation after(SagaState end) {
    return new Generation(number + 1, end.signals(), end.seen());
  }

  /** Returns what the keys of the effects of this generation begin with. */
  public String base(String workflowId) {
    return base(workflowId, number);
  }

  /** Generations have different keys, because a receiver would drop a repeated one. */
  static String base(String workflowId, int number) {
    return number == 1 ? workflowId : workflowId + SEPARATOR + number;
  }
}
