package taskagent.domain.memory;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import taskagent.domain.saga.Directive;
import taskagent.domain.saga.SagaDefect;
import taskagent.domain.saga.SagaInput;
import taskagent.domain.saga.SagaRuntime;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.StepResult;

/**
 * Answers directives from a journal. After its end, it executes directives and appends the results.
 * If a directive must wait, the runtime suspends the saga.
 */
public final class JournalingRuntime implements SagaRuntime {

  private final List<JournalEntry> journal;
  private final InstantSource clock;
  private final boolean cancelRequested;
  private final Function<Directive.Run, Optional<List<StepResult>>> steps;
  private int position;
  private Instant now;

  /**
   * Creates a runtime for one drive.
   *
   * @param startedAt the time at which the saga was accepted
   * @param cancelRequested true if a client cancelled the saga
   * @param steps runs steps; returns empty if there are no results yet
   */
  public JournalingRuntime(
      List<JournalEntry> journal,
      Instant startedAt,
      InstantSource clock,
      boolean cancelRequested,
      Function<Directive.Run, Optional<List<StepResult>>> steps) {
    this.journal = journal;
    this.now = startedAt;
    this.clock = clock;
    this.cancelRequested = cancelRequested;
    this.steps = steps;
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public List<SagaInput> run(SagaState state, Directive.Run run) {
    return journaled(run)
        .or(
            () ->
                steps
                    .apply(run)
                    .map(results -> append(run, told(state, new SagaInput.Ran(results, later())))))
        .orElse(List.of());
  }

  @Override
  public List<SagaInput> await(SagaState state, Directive.Wait wait) {
    return journaled(wait)
        .or(
            () -> {
              var time = later();
              if (cancelRequested && !state.cancelRequested()) {
                return Optional.of(append(wait, List.of(new SagaInput.CancelRequested(time))));
              }
              return time.isBefore(wait.until())
                  ? Optional.empty()
                  : Optional.of(append(wait, List.of(new SagaInput.Woke(time))));
            })
        .orElse(List.of());
  }

  /** Returns the journal entries that the drive did not read. */
  public List<JournalEntry> unread() {
    return List.copyOf(journal.subList(position, journal.size()));
  }

  private Optional<List<SagaInput>> journaled(Directive directive) {
    if (position == journal.size()) {
      return Optional.empty();
    }
    var entry = journal.get(position);
    if (!entry.key().equals(directive.key())) {
      throw new SagaDefect(
          "the journal has '" + entry.key() + "', but the saga expects '" + directive.key() + "'");
    }
    position++;
    now = entry.inputs().getLast().at();
    return Optional.of(entry.inputs());
  }

  private List<SagaInput> told(SagaState state, SagaInput.Ran ran) {
    var inputs = new ArrayList<SagaInput>();
    if (cancelRequested && !state.cancelRequested()) {
      inputs.add(new SagaInput.CancelRequested(ran.at()));
    }
    inputs.add(ran);
    return inputs;
  }

  private List<SagaInput> append(Directive directive, List<SagaInput> inputs) {
    journal.add(new JournalEntry(directive.key(), inputs));
    position++;
    now = inputs.getLast().at();
    return inputs;
  }

  private Instant later() {
    var time = clock.instant();
    return time.isBefore(now) ? now : time;
  }
}
