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
  private final Generation generation;
  private final SagaMachine machine;

  /** Creates a loop for the first generation of a run of a saga. */
  public SagaLoop(Saga<I> saga, I input, List<StepResult> decided) {
    this(saga, input, decided, Generation.FIRST);
  }

  /**
   * Creates a loop for one generation of a run of a saga.
   *
   * @param decided results of local steps that were decided before. The loop decides the others
   *     that are not journaled each time it drives the saga
   */
  public SagaLoop(Saga<I> saga, I input, List<StepResult> decided, Generation generation) {
    this.saga = saga;
    this.input = input;
    this.decided = decided;
    this.generation = generation;
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
    var at = machine.start(workflowId, generation, runtime.now());
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
          List.of(
              new SagaInput.Ran(
                  calls.stream().map(call -> saga.decide(call, input, decided)).toList(),
                  runtime.now()));
      case Directive.Run run -> runtime.run(at.state(), run);
      case Directive.Wait wait -> runtime.await(at.state(), wait);
      case Directive.AwaitSignal signal -> runtime.listen(at.state(), signal);
      case Directive.AwaitChildren children -> runtime.awaitChildren(at.state(), children);
      case Directive.Finish _ -> List.of();
    };
  }
}
