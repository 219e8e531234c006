package taskagent.domain.saga;

import java.time.Instant;
import java.util.List;
import taskagent.domain.saga.StepState.Status;

/** What a saga does now, for people and for commands that depend on it. */
public sealed interface CurrentAction {

  /** Returns the same in words, to be read after the name of the run. */
  String inWords();

  /** It runs a step, or the compensation of a step. */
  record RunsStep(String step, boolean compensating) implements CurrentAction {
    @Override
    public String inWords() {
      return (compensating ? "compensates step " : "runs step ") + step;
    }
  }

  /** It waits for the next attempt at a step, or at its compensation. */
  record AwaitsAttempt(Directive.Wait directive) implements CurrentAction {
    @Override
    public String inWords() {
      return "waits for the next attempt at step "
          + directive.step()
          + " until "
          + directive.until();
    }
  }

  /** It waits in a step that only waits. */
  record Pauses(String step, Instant until) implements CurrentAction {
    @Override
    public String inWords() {
      return "pauses in step " + step + " until " + until;
    }
  }

  /** It waits for a signal. */
  record AwaitsSignal(String step, String signal, Instant until) implements CurrentAction {
    @Override
    public String inWords() {
      return "waits for the signal " + signal + " in step " + step + ", until " + until;
    }
  }

  /** It waits for the ends of child runs. */
  record AwaitsChildren(List<String> children) implements CurrentAction {

    /** Copies the list. */
    public AwaitsChildren {
      children = List.copyOf(children);
    }

    @Override
    public String inWords() {
      return "waits for its child runs";
    }
  }

  /** It has ended. */
  record Ended() implements CurrentAction {
    @Override
    public String inWords() {
      return "has ended";
    }
  }

  /** Returns what a saga does in a state. */
  static CurrentAction of(Saga<?> saga, SagaState state) {
    return switch (new SagaMachine(saga).directive(state)) {
      case Directive.Run run ->
          new RunsStep(
              run.calls().getFirst().step(), state.phase() == SagaState.Phase.COMPENSATING);
      case Directive.Wait wait -> waits(state, wait);
      case Directive.AwaitSignal(var step, var signal, var until) ->
          new AwaitsSignal(step, signal, until);
      case Directive.AwaitChildren(var children) -> new AwaitsChildren(children);
      case Directive.Finish _ -> new Ended();
    };
  }

  private static CurrentAction waits(SagaState state, Directive.Wait wait) {
    boolean pauses =
        state.steps().stream()
            .anyMatch(step -> step.name().equals(wait.step()) && step.status() == Status.RUNNING);
    return pauses ? new Pauses(wait.step(), wait.until()) : new AwaitsAttempt(wait);
  }
}
