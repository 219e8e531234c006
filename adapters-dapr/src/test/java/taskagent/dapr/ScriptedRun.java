package taskagent.dapr;

import io.dapr.workflows.runtime.DefaultWorkflowContext;
import java.util.ArrayList;
import java.util.List;
import taskagent.dapr.workflow.WorkflowInstances;
import taskagent.domain.contract.ManualClock;
import taskagent.domain.contract.OtherKinds;
import taskagent.domain.contract.ScriptedOutside;
import taskagent.domain.engine.ChildRuns;
import taskagent.domain.engine.Journal;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.StepExecutor;
import taskagent.domain.memory.InMemoryEngine;
import taskagent.domain.port.Activity;
import taskagent.domain.port.Notifier;
import taskagent.domain.run.Parent;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.Signal;
import taskagent.json.ChildEndJson;
import taskagent.json.EndJson;
import taskagent.json.JournalJson;
import taskagent.json.KindsJson;
import taskagent.json.RunJson;
import taskagent.json.SagaStateJson;
import taskagent.json.SignalJson;
import taskagent.json.StepCallsJson;

/** A run of a kind that only tests have, as a Dapr workflow over the executor of the SDK. */
final class ScriptedRun {

  private final ScriptedOutside outside = ScriptedOutside.with(new ManualClock());
  private final Kinds kinds =
      OtherKinds.addTo(
          Kinds.ofTasks(RunJson.CODEC, _ -> new Notifier.Sent()),
          DaprUnderTest.CODECS,
          () -> outside);
  private final ScriptedSidecar sidecar;

  private final StepExecutor steps =
      new StepExecutor(kinds, InMemoryEngine.inCallersThread(outside).tasks(), new Children());

  /** Starts all children but one whose id is taken. */
  private final class Children implements ChildRuns {
    @Override
    public boolean start(Run child, Parent parent) {
      boolean free = !child.id().value().endsWith("-taken");
      if (free) {
        started.add(child.id().value());
      }
      return free;
    }

    @Override
    public void cancel(RunId child, Parent parent) {
      cancelled.add(child.value());
    }
  }

  /** The ids of the children that were started, and of those that were cancelled. */
  final List<String> started = new ArrayList<>();

  final List<String> cancelled = new ArrayList<>();

  /** The ends of this run that its parent has received. */
  final List<Outcome> told = new ArrayList<>();

  ScriptedRun(Run run) {
    this(run, "saga.Run");
  }

  ScriptedRun(Run run, String name) {
    sidecar =
        new ScriptedSidecar(
            name,
            context ->
                new SagaWorkflow(kinds, Activity.none(), (_, _) -> {})
                    .run(new DefaultWorkflowContext(context)),
            KindsJson.write(kinds, run),
            ManualClock.START,
            this::activity);
  }

  private String activity(String name, String input) {
    if (name.equals(PublishCompensated.class.getCanonicalName())) {
      return "";
    }
    if (name.equals(TellParent.class.getCanonicalName())) {
      told.add(EndJson.read(kinds, input).state().outcome().orElseThrow());
      return "";
    }
    var asked = StepCallsJson.read(kinds, input);
    return JournalJson.writeResults(steps.run(asked.directive(), asked.run()));
  }

  ScriptedSidecar sidecar() {
    return sidecar;
  }

  ScriptedOutside outside() {
    return outside;
  }

  ScriptedSidecar signal(String id, String name, String payload) {
    return sidecar.raise(WorkflowInstances.SIGNAL, SignalJson.write(new Signal(id, name, payload)));
  }

  /** Tells the run of the end of a child. */
  ScriptedSidecar childEnded(String child, Outcome outcome) {
    return sidecar.raise(
        WorkflowInstances.CHILD_ENDED,
        ChildEndJson.write(new Journal.ChildEnd(new RunId(child), outcome)));
  }

  /** Returns a run as the input of a workflow. */
  String written(Run run) {
    return KindsJson.write(kinds, run);
  }

  SagaState end() {
    return SagaStateJson.read(sidecar.output().orElseThrow());
  }
}
