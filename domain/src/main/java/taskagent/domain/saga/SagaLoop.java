package taskagent.domain.saga;

import java.util.List;
import java.util.function.Function;
import taskagent.domain.saga.Saga.Place;
import taskagent.domain.saga.SagaMachine.Transition;

/** Drives a saga: asks the machine what to do, has the runtime do it, tells the machine. */
public final class SagaLoop {

  private final SagaMachine machine;
  private final Function<StepCall, StepResult> local;

  /**
   * A loop for one kind of saga.
   *
   * @param local what the steps on {@link Place#LOCAL} decide; must be pure
   */
  public SagaLoop(Saga saga, Function<StepCall, StepResult> local) {
    this.machine = new SagaMachine(saga);
    this.local = local;
  }

  /**
   * Drives a saga from its beginning until it ends or the runtime parks it. What was done before is
   * not done again, as long as the runtime answers from its journal.
   *
   * @return how far it came
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
