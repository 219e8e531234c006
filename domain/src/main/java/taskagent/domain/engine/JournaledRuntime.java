package taskagent.domain.engine;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import taskagent.domain.saga.Directive;
import taskagent.domain.saga.SagaDefect;
import taskagent.domain.saga.SagaInput;
import taskagent.domain.saga.SagaInput.CancelRequested;
import taskagent.domain.saga.SagaInput.ChildEnded;
import taskagent.domain.saga.SagaInput.Ran;
import taskagent.domain.saga.SagaInput.Signalled;
import taskagent.domain.saga.SagaInput.Woke;
import taskagent.domain.saga.SagaProgress;
import taskagent.domain.saga.SagaRuntime;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.StepResult;

/**
 * Answers the directives of a saga from its journal. After the end of the journal, it carries them
 * out and appends their results. It suspends the saga if there are none yet.
 */
public final class JournaledRuntime implements SagaRuntime {

  /** Runs steps that the journal has no results of. */
  @FunctionalInterface
  public interface Steps {

    /** Returns the results; empty if there are none yet. */
    Optional<List<StepResult>> run(Directive.Run directive);
  }

  private final Journal journal;
  private final InstantSource clock;
  private final boolean first;
  private final Steps steps;
  private final List<Journal.Entry> entries;
  private int position;
  private boolean takesSignals;
  private boolean hasChildren;
  private boolean appended;
  private Instant now;
  private Optional<SagaState> reported = Optional.empty();

  /**
   * Creates a runtime for one drive.
   *
   * @param begunAt when the run was accepted
   * @param first true if the run has not been driven before
   */
  public JournaledRuntime(
      Journal journal, Instant begunAt, InstantSource clock, boolean first, Steps steps) {
    this.journal = journal;
    this.now = begunAt;
    this.clock = clock;
    this.first = first;
    this.steps = steps;
    this.entries = journal.entries();
  }

  @Override
  public Instant now() {
    return now;
  }

  /** Also passes the signals that came to the saga. */
  void takeSignals() {
    takesSignals = true;
  }

  /** Also passes the ends of child runs to the saga. */
  void takeChildEnds() {
    hasChildren = true;
  }

  @Override
  public List<SagaInput> run(SagaState state, Directive.Run directive) {
    if (position < entries.size()) {
      return journaled(directive);
    }
    report(state);
    return steps
        .run(directive)
        .map(
            results -> {
              var time = clock.instant();
              var inputs = told(state, time);
              inputs.add(new Ran(results, time));
              inputs.addAll(childEnds(time));
              return append(directive, inputs);
            })
        .orElse(List.of());
  }

  @Override
  public List<SagaInput> await(SagaState state, Directive.Wait directive) {
    return waited(state, directive, directive.until());
  }

  @Override
  public List<SagaInput> listen(SagaState state, Directive.AwaitSignal directive) {
    return waited(state, directive, directive.until());
  }

  @Override
  public List<SagaInput> awaitChildren(SagaState state, Directive.AwaitChildren directive) {
    return waited(state, directive, Instant.MAX);
  }

  private List<SagaInput> waited(SagaState state, Directive directive, Instant until) {
    if (position < entries.size()) {
      return journaled(directive);
    }
    report(state);
    var time = clock.instant();
    var inputs = told(state, time);
    inputs.addAll(childEnds(time));
    if (inputs.isEmpty() && !(directive instanceof Directive.AwaitChildren)) {
      if (!time.isBefore(until)) {
        inputs.add(new Woke(time));
      } else if (!appended && journal.waitIsOver(time)) { // after an entry it is another wait
        inputs.add(new Woke(until));
      }
    }
    return inputs.isEmpty() ? inputs : append(directive, inputs);
  }

  /** Returns the inputs that come before the result of a directive. */
  private List<SagaInput> told(SagaState state, Instant time) {
    var inputs = new ArrayList<SagaInput>();
    if (journal.cancelRequested() && !state.cancelRequested()) {
      inputs.add(new CancelRequested(time));
    }
    if (takesSignals) {
      journal.takeSignals().forEach(signal -> inputs.add(new Signalled(signal, time)));
    }
    return inputs;
  }

  /** Returns the ends of child runs, which come after the results of the steps that start them. */
  private List<SagaInput> childEnds(Instant time) {
    return hasChildren
        ? journal.takeChildEnds().stream()
            .<SagaInput>map(end -> new ChildEnded(end.run().value(), end.outcome(), time))
            .toList()
        : List.of();
  }

  /** Reports the progress since the last report, at first since the last committed state. */
  void report(SagaState state) {
    if (first || reported.isPresent()) {
      SagaProgress.between(reported, state).forEach(journal::report);
    }
    reported = Optional.of(state); // at first it is the one at which the journal ends
  }

  /**
   * Checks that the saga has used the whole journal.
   *
   * @throws SagaDefect if it has not
   */
  public void checkDriven() {
    if (position < entries.size()) {
      throw new SagaDefect(
          "the journal goes on with '"
              + entries.get(position).key()
              + "', but the saga does not ask for it");
    }
  }

  private List<SagaInput> journaled(Directive directive) {
    var entry = entries.get(position);
    if (!entry.key().equals(directive.key())) {
      throw new SagaDefect(
          "the journal has '"
              + entry.key()
              + "' where the saga now wants '"
              + directive.key()
              + "'; it was begun by another version of the saga");
    }
    position++;
    now = entry.inputs().getLast().at();
    return entry.inputs();
  }

  private List<SagaInput> append(Directive directive, List<SagaInput> inputs) {
    journal.append(position, new Journal.Entry(directive.key(), inputs));
    appended = true;
    position++;
    now = inputs.getLast().at();
    return inputs;
  }
}
