package taskagent.dapr.workflow;

import java.util.List;
import java.util.stream.IntStream;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunId;

/**
 * One of Dapr's workflows that execute a run. A run that stood still is begun again by another one,
 * under the same step keys (ADR 25).
 *
 * @param number the number of the workflow for this run, from 1
 * @param child true if another run has started this one
 */
public record Instance(Run run, int number, boolean child) {

  /** No workflow id contains it. */
  private static final String SEPARATOR = ".";

  /** How many instances a run gets. If the last one stops as well, people have to look at it. */
  private static final int AT_MOST = 5;

  /**
   * Creates an instance of a run that no other run has started, or whose origin does not matter.
   */
  public Instance(Run run, int number) {
    this(run, number, false);
  }

  /** Returns the ids in Dapr of all instances that a run may have had. */
  static List<String> ids(RunId run) {
    return IntStream.rangeClosed(1, AT_MOST).mapToObj(number -> id(run, number)).toList();
  }

  /** Returns the first instance of a run. */
  public static Instance first(Run run) {
    return new Instance(run, 1);
  }

  /** Returns the instance of a run that has this id in Dapr. */
  public static Instance of(Run run, String id) {
    var prefix = run.id().value() + SEPARATOR;
    return id.startsWith(prefix)
        ? new Instance(run, Integer.parseInt(id.substring(prefix.length())))
        : first(run);
  }

  /** Returns the id in Dapr. */
  public String id() {
    return id(run.id(), number);
  }

  private static String id(RunId run, int number) {
    return number == 1 ? run.value() : run.value() + SEPARATOR + number;
  }

  /** Returns true if the run gets no other instance after this one. */
  boolean last() {
    return number >= AT_MOST;
  }

  @Override
  public String toString() {
    return id();
  }
}
