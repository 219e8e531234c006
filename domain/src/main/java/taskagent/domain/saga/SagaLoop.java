package taskagent.domain.saga;

import java.util.List;
import taskagent.domain.saga.SagaMachine.Transition;

/**
 * Drives a saga: gets a directive from the machine, runs it, and passes the result back.
 *
 * @param <I> the input of the saga
 */
public final class SagaLoop<I> {

  private final Saga<I> saga;
  private final I input;
  private final List<StepResult> decided;
  private final SagaMachine machine;

  /**
   * Creates a loop for one run of a saga.
   *
   * @param decided results of local steps that were decided before; the others are decided by the
   *     loop, each time it drives the saga
   */
  public SagaLoop(Saga<I> saga, I input, List<StepResult> decided) {
    this.saga = saga;
    this.input = input;
    this.decided = decided;
    this.machine = new SagaMachine(saga);
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
      case Directive.Run(Place place, var calls, _) when place == Place.LOCAL ->
          List.of(new SagaInput.Ran(calls.stream().map(this::decide).toList(), runtime.now()));
      case Directive.Run run -> runtime.run(at.state(), run);
      case Directive.Wait wait -> runtime.await(at.state(), wait);
      case Directive.AwaitSignal signal -> runtime.listen(at.state(), signal);
      case Directive.Finish _ -> List.of();
    };
  }

  private StepResult decide(StepCall call) {
    return decided.stream()
        .filter(result -> result.step().equals(call.step()))
        .findFirst()
        .orElseGet(() -> decideNow(call));
  }

  private StepResult decideNow(StepCall call) {
    return switch (saga.act(call)) {
      case Act.Decide<I>(var verdict) -> new StepResult(call.step(), verdict.apply(input));
      case Act.Send<I, ?> _, Act.Pause<I> _, Act.Hear<I> _ ->
          throw new SagaDefect(call.key() + " is not a local step");
    };
  }
}
