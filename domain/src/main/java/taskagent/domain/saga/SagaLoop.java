package taskagent.domain.saga;

import java.util.List;
import java.util.function.Function;
import taskagent.domain.saga.Saga.Place;
import taskagent.domain.saga.SagaMachine.Transition;

/** Drives a saga: gets a directive from the machine, runs it, and passes the result back. */
public final class SagaLoop {

  private final SagaMachine machine;
  private final Function<StepCall, StepResult> local;

  /**
   * Creates a loop for one kind of saga.
   *
   * @param local decides the steps with {@link Place#LOCAL}; must be pure
   */
  public SagaLoop(Saga saga, Function<StepCall, StepResult> local) {
    this.machine = new SagaMachine(saga);
    this.local = local;
  }

  /**
   * Drives a saga from its start until it ends or the runtime suspends it. Steps that ran before do
   * not run again, because the runtime answers them from its journal.
   *
   * @return the last state and its directive
   * @throws SagaDefect if the journal belongs to another saga
   */
  public Transition drive(String workflowId, SagaRuntime runtime) {
    var at = machine.start(workflowId, runtime.now());
    while (true) {
      var inputs = carryOut(at, runtime);
      if (inputs.isEmpty()) {
        return at;
      }
      for (var input : inputs) {
        at = machine.on(at.state(), input);
      }
    }
  }

  private List<SagaInput> carryOut(Transition at, SagaRuntime runtime) {
    return switch (at.directive()) {
      case Directive.Run run when run.calls().getFirst().place() == Place.LOCAL ->
          List.of(new SagaInput.Ran(run.calls().stream().map(local).toList(), runtime.now()));
      case Directive.Run run -> runtime.run(at.state(), run);
      case Directive.Wait wait -> runtime.await(at.state(), wait);
      case Directive.Finish _ -> List.of();
    };
  }
}
