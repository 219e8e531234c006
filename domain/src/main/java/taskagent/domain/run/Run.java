package taskagent.domain.run;

import java.time.Instant;
import java.util.List;
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
}
