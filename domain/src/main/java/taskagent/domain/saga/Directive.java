package taskagent.domain.saga;

import java.time.Instant;
import java.util.List;

/** What a saga wants done next. */
public sealed interface Directive {

  /** Names the directive within its saga, so that a journal's entry can be told to be for it. */
  String key();

  /**
   * Try these steps in their order, up to the first that does not succeed; then tell the saga
   * {@link SagaInput.Ran}. All have the same place and mode.
   */
  record Run(List<StepCall> calls) implements Directive {
    @Override
    public String key() {
      var last = calls.getLast();
      return "run " + calls.getFirst().key() + (calls.size() > 1 ? ".." + last.step() : "");
    }
  }

  /** Tell the saga {@link SagaInput.Woke} when it is this time. */
  record Wait(String step, Instant until) implements Directive {
    @Override
    public String key() {
      return "wait " + step;
    }
  }

  /** Nothing more: the saga has ended. */
  record Finish(Outcome outcome) implements Directive {
    @Override
    public String key() {
      return "finish " + outcome.wireName();
    }
  }
}
