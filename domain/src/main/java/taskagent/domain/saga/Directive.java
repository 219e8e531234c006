package taskagent.domain.saga;

import java.time.Instant;
import java.util.List;

/** What a saga does next. */
public sealed interface Directive {

  /** Identifies the directive within its saga, to match a journal entry with its directive. */
  String key();

  /**
   * Run these steps in their order, up to the first that does not succeed, then pass {@link
   * SagaInput.Ran} to the saga. All have the same mode, and the same target or none.
   *
   * @param outputs the outputs of the steps before
   */
  record Run(Place place, List<StepCall> calls, List<StepOutput> outputs) implements Directive {

    /** Creates a directive for steps before which no step had an output. */
    public Run(Place place, List<StepCall> calls) {
      this(place, calls, List.of());
    }

    @Override
    public String key() {
      var last = calls.getLast();
      return "run " + calls.getFirst().key() + (calls.size() > 1 ? ".." + last.step() : "");
    }
  }

  /** Wait until this time, then pass {@link SagaInput.Woke} to the saga. */
  record Wait(String step, Instant until) implements Directive {
    @Override
    public String key() {
      return "wait " + step;
    }
  }

  /**
   * Wait for a signal with this name, but not longer than until this time. Then pass {@link
   * SagaInput.Signalled} or {@link SagaInput.Woke} to the saga.
   */
  record AwaitSignal(String step, String signal, Instant until) implements Directive {
    @Override
    public String key() {
      return "signal " + step;
    }
  }

  /**
   * Wait until a child run has ended, then pass {@link SagaInput.ChildEnded} to the saga.
   *
   * @param children the ids of the runs
   */
  record AwaitChildren(List<String> children) implements Directive {
    @Override
    public String key() {
      return "await children";
    }
  }

  /** Do nothing more: the saga has ended. */
  record Finish(Outcome outcome) implements Directive {
    @Override
    public String key() {
      return "finish " + outcome.wireName();
    }
  }
}
