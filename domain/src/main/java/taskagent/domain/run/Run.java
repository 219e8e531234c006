package taskagent.domain.run;

import java.time.Instant;
import java.util.List;
import taskagent.domain.saga.Generation;
import taskagent.domain.saga.SagaDefect;
import taskagent.domain.saga.StepResult;

/** One run of a saga, with all that determines what its steps do. It never changes. */
public interface Run {

  /** Returns the id. */
  RunId id();

  /** Returns the kind, which determines the saga. */
  KindId kind();

  /** Returns what the client asked for. The same input under the same id is the same request. */
  Object input();

  /** Returns when the request was accepted. */
  Instant acceptedAt();

  /** Returns the results of the first local steps, which were decided then. */
  List<StepResult> decided();

  /** Returns the generation, and what it has from the one before. */
  default Generation generation() {
    return Generation.FIRST;
  }

  /**
   * Returns this run as another generation of itself.
   *
   * @param begunAt when the generation began
   * @param decisions the results of its first local steps
   * @throws SagaDefect if runs of this kind have one generation only
   */
  default Run in(Generation other, Instant begunAt, List<StepResult> decisions) {
    throw new SagaDefect("runs of the kind " + kind() + " do not continue as new");
  }
}
