package taskagent.domain.saga;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import taskagent.domain.arbitrary.SagaArbitraries.SagaChoices;
import taskagent.domain.engine.Journal;
import taskagent.domain.saga.SagaMachine.Transition;

/** One run of a saga with given random choices, driven in different styles. */
final class DrivenSaga {

  /** The maximum number of answers of a run. */
  static final int BOUND = 20_000;

  private static final Duration LATENCY = Duration.ofMillis(7);

  private final Saga<Object> saga;
  private final SagaLoop<Object> loop;
  private final SagaChoices choices;

  /** Every effect, in order: the key of the step and its attempt. */
  final List<String> effects = new ArrayList<>();

  /** Every run directive, in order. */
  final List<Directive.Run> issued = new ArrayList<>();

  /** The steps of a turn behind a decision that rejected the request. */
  private final List<String> neverSent = new ArrayList<>();

  /** The journal. */
  final List<Journal.Entry> journal = new ArrayList<>();

  /** True if a cancellation arrived before the saga began to compensate or ended. */
  boolean cancelledInTime;

  DrivenSaga(Saga<Object> saga, SagaChoices choices) {
    this.saga = saga;
    this.loop = new SagaLoop<>(saga, "input", List.of());
    this.choices = choices;
  }

  /** Creates a drive that starts with this journal, as after a crash. */
  DrivenSaga(Saga<Object> saga, SagaChoices choices, List<Journal.Entry> found) {
    this(saga, choices);
    journal.addAll(found);
  }

  /** Runs straight through, as a workflow engine does. */
  Transition straight() {
    return loop.drive("w", new Driver(Integer.MAX_VALUE));
  }

  /** Suspends after every directive and restarts from the journal, as the embedded engine does. */
  Transition parking() {
    while (true) {
      int before = journal.size();
      var at = loop.drive("w", new Driver(1));
      if (at.state().ended() || journal.size() == before) {
        return at;
      }
    }
  }

  /** Executes this number of new directives, then suspends. */
  private final class Driver implements SagaRuntime {
    private int position;
    private int left;
    private Instant now = SagaStory.BEGIN;

    Driver(int left) {
      this.left = left;
    }

    @Override
    public Instant now() {
      return now;
    }

    @Override
    public List<SagaInput> run(SagaState state, Directive.Run run) {
      return answer(
          state,
          run,
          () -> {
            issued.add(run);
            var time = now.plus(LATENCY);
            var results = choices.results(position, run, time);
            for (int i = 0; i < results.size(); i++) {
              var call = run.calls().get(i);
              effects.add(call.key() + " #" + call.attempt());
            }
            var last = results.getLast();
            if (last.verdict() instanceof Verdict.Rejected
                && saga.step(last.step()).act() instanceof Act.Decide) {
              run.calls().stream().skip(results.size()).map(StepCall::step).forEach(neverSent::add);
            }
            return new SagaInput.Ran(results, time);
          });
    }

    @Override
    public List<SagaInput> await(SagaState state, Directive.Wait wait) {
      return answer(state, wait, () -> new SagaInput.Woke(wait.until()));
    }

    @Override
    public List<SagaInput> listen(SagaState state, Directive.AwaitSignal signal) {
      return answer(state, signal, () -> new SagaInput.Woke(signal.until()));
    }

    @Override
    public List<SagaInput> awaitChildren(SagaState state, Directive.AwaitChildren children) {
      throw new AssertionError("the saga has no children");
    }

    private List<SagaInput> answer(
        SagaState state, Directive directive, Supplier<SagaInput> carriedOut) {
      if (position < journal.size()) {
        return replayed(directive);
      }
      if (left-- == 0) {
        return List.of();
      }
      if (position > BOUND) {
        throw new AssertionError("the saga does not end");
      }
      var inputs = new ArrayList<SagaInput>();
      boolean cancel = !state.cancelRequested() && choices.cancelAt().orElse(BOUND) <= position;
      if (cancel) {
        inputs.add(new SagaInput.CancelRequested(now));
        cancelledInTime |= state.phase() == SagaState.Phase.FORWARD;
      }
      if (!cancel || directive instanceof Directive.Run) {
        inputs.add(carriedOut.get());
      }
      journal.add(new Journal.Entry(directive.key(), inputs));
      return told(inputs);
    }

    private List<SagaInput> replayed(Directive directive) {
      var entry = journal.get(position);
      if (!entry.key().equals(directive.key())) {
        throw new SagaDefect(entry.key() + " is not " + directive.key());
      }
      return told(entry.inputs());
    }

    private List<SagaInput> told(List<SagaInput> inputs) {
      position++;
      now = inputs.getLast().at();
      return inputs;
    }
  }

  /** Returns the steps that may have been sent, each once, in the order of their first issue. */
  List<String> issued(StepCall.Mode mode) {
    return issued.stream()
        .filter(run -> run.place() != Place.LOCAL)
        .flatMap(run -> run.calls().stream())
        .filter(call -> call.mode() == mode)
        .map(StepCall::step)
        .filter(step -> mode == StepCall.Mode.UNDO || !neverSent.contains(step))
        .distinct()
        .toList();
  }

  /** Returns the first entries of the journal. */
  List<Journal.Entry> journalUpTo(int entries) {
    return List.copyOf(journal.subList(0, entries));
  }
}
