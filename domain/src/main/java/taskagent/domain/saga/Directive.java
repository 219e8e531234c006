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
   */
  record Run(Place place, List<StepCall> calls) implements Directive {
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

  /** Do nothing more: the saga has ended. */
  record Finish(Outcome outcome) implements Directive {
    @Override
    public String key() {
      return "finish " + outcome.wireName();
    }
  }
}
