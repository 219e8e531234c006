package taskagent.dapr;

import io.dapr.workflows.WorkflowActivity;
import io.dapr.workflows.WorkflowActivityContext;
import java.time.Instant;
import java.time.InstantSource;
import taskagent.dapr.event.RecentValues;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.StepExecutor;
import taskagent.domain.port.Unavailable;
import taskagent.domain.saga.StepCall;
import taskagent.domain.saga.Verdict;
import taskagent.json.JournalJson;
import taskagent.json.StepCallsJson;

/**
 * The activity that calls an external service. It may run more than once, with the same idempotency
 * key.
 */
public final class RunOutsideStep implements WorkflowActivity {

  private final Kinds kinds;
  private final StepExecutor steps;
  private final InstantSource clock;

  /** When this process began; a call that was issued before may have been made already. */
  private final Instant begun;

  /**
   * The last calls that this process made. The sidecar gives the same one again if it restarts
   * before it has the result.
   */
  private final RecentValues<StepCall> made = new RecentValues<>();

  RunOutsideStep(Kinds kinds, StepExecutor steps, InstantSource clock) {
    this.kinds = kinds;
    this.steps = steps;
    this.clock = clock;
    this.begun = clock.instant();
  }

  @Override
  public Object run(WorkflowActivityContext context) {
    var asked = StepCallsJson.read(kinds, context.getInput(String.class));
    // An older build, which does not say when it issued the call, may also have made it.
    boolean before = asked.issuedAt().map(issued -> issued.isBefore(begun)).orElse(true);
    var call = asked.directive().calls().getFirst();
    boolean again = !made.add(call);
    try {
      var results = steps.run(asked.directive(), asked.run(), before || again);
      if (results.getLast().verdict() instanceof Verdict.NotNow) {
        made.remove(call); // the same attempt will be made later
      }
      return JournalJson.writeResults(results);
    } catch (Unavailable e) { // the task cannot be read, and nobody was called
      made.remove(call);
      return JournalJson.writeResults(
          steps.unavailable(asked.directive(), asked.run(), clock.instant(), e.reason()));
    }
  }
}
