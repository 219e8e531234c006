package taskagent.embedded;

import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import taskagent.domain.engine.StepExecutor;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.saga.Directive;
import taskagent.domain.saga.SagaDefect;
import taskagent.domain.saga.SagaInput;
import taskagent.domain.saga.SagaInput.CancelRequested;
import taskagent.domain.saga.SagaInput.Ran;
import taskagent.domain.saga.SagaInput.Woke;
import taskagent.domain.saga.SagaProgress;
import taskagent.domain.saga.SagaRuntime;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.StepResult;
import taskagent.json.JournalJson;

/**
 * Drives one saga within a transaction. It answers from the journal as far as the journal goes.
 * Then it runs each step on a task and appends the result to the journal, in one transaction. It
 * parks the saga at a call to a receiver, or at a wait that is not over.
 */
final class JournaledRuntime implements SagaRuntime {

  /** An entry of the journal: the key of the directive, and the inputs that the saga received. */
  record Entry(String key, String inputs) {}

  private final Transaction transaction;
  private final long workflow;
  private final WorkflowRun run;
  private final boolean begins;
  private final boolean cancelRequested;
  private final StepExecutor onTasks;
  private final InstantSource clock;
  private final List<Entry> journal;
  private Optional<List<StepResult>> fromOutside;
  private int position;
  private boolean appended;
  private Instant now;
  private Optional<SagaState> reported = Optional.empty();

  /**
   * Creates a runtime for one drive.
   *
   * @param workflow the number of the run's row
   * @param begins true if the run has not been driven before
   * @param fromOutside the results of the call at which the saga was parked
   */
  JournaledRuntime(
      Transaction transaction,
      long workflow,
      WorkflowRun run,
      boolean begins,
      boolean cancelRequested,
      Optional<List<StepResult>> fromOutside,
      StepExecutor onTasks,
      InstantSource clock)
      throws SQLException {
    this.transaction = transaction;
    this.workflow = workflow;
    this.run = run;
    this.begins = begins;
    this.cancelRequested = cancelRequested;
    this.fromOutside = fromOutside;
    this.onTasks = onTasks;
    this.clock = clock;
    this.now = run.acceptedAt();
    this.journal =
        transaction.list(
            "SELECT key, entry FROM journal WHERE workflow = ? ORDER BY seq",
            row -> new Entry(row.getString(1), row.getString(2)),
            workflow);
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public List<SagaInput> run(SagaState state, Directive.Run directive) {
    return journaled(directive)
        .orElseGet(
            () -> {
              report(state);
              return results(directive)
                  .map(results -> tell(state, directive, new Ran(results, clock.instant())))
                  .orElse(List.of());
            });
  }

  @Override
  public List<SagaInput> await(SagaState state, Directive.Wait directive) {
    return journaled(directive)
        .orElseGet(
            () -> {
              report(state);
              var time = clock.instant();
              if (cancelRequested && !state.cancelRequested()) {
                return append(directive, List.of(new CancelRequested(time)));
              }
              var until = directive.until();
              if (!time.isBefore(until)) {
                return append(directive, List.of(new Woke(time)));
              }
              return waitIsOver(time) ? append(directive, List.of(new Woke(until))) : List.of();
            });
  }

  /**
   * Returns true if the wait at which the saga was parked is over. If the clock was set back
   * meanwhile, the row has an earlier time than the saga's state.
   */
  private boolean waitIsOver(Instant time) {
    try {
      return !appended // otherwise it is another wait
          && transaction
              .first(
                  "SELECT 1 FROM workflow WHERE number = ? AND wake_at BETWEEN 0 AND ?",
                  _ -> true,
                  workflow,
                  time)
              .orElse(false);
    } catch (SQLException e) {
      throw new Writer.Failed(e);
    }
  }

  /** Reports the progress since the last report, at first since the last committed state. */
  void report(SagaState state) {
    if (begins || reported.isPresent()) {
      for (var progress : SagaProgress.between(reported, state)) {
        transaction.report(activity -> activity.sagaProgressed(run, progress));
      }
    }
    reported = Optional.of(state); // at first it is the one at which the journal ends
  }

  /** Checks that the saga has used the whole journal. */
  void checkDriven() {
    if (position < journal.size()) {
      throw new SagaDefect(
          run.id()
              + ": the journal goes on with '"
              + journal.get(position).key()
              + "', but the saga does not ask for it");
    }
  }

  private Optional<List<SagaInput>> journaled(Directive directive) {
    if (position == journal.size()) {
      return Optional.empty();
    }
    var entry = journal.get(position);
    if (!entry.key().equals(directive.key())) {
      throw new SagaDefect(
          run.id()
              + ": the journal has '"
              + entry.key()
              + "' where the saga now wants '"
              + directive.key()
              + "'; it was begun by another version of the saga");
    }
    position++;
    var inputs = JournalJson.read(entry.inputs());
    now = inputs.getLast().at();
    return Optional.of(inputs);
  }

  private Optional<List<StepResult>> results(Directive.Run directive) {
    return switch (directive.place()) {
      case AGGREGATE -> Optional.of(onTasks.run(directive.calls(), run));
      case OUTSIDE -> {
        var results = fromOutside;
        fromOutside = Optional.empty(); // they answer one directive only
        yield results;
      }
      case LOCAL -> throw new SagaDefect(directive.key() + " is for the saga's loop");
    };
  }

  private List<SagaInput> tell(SagaState state, Directive directive, Ran ran) {
    var inputs = new ArrayList<SagaInput>();
    if (cancelRequested && !state.cancelRequested()) {
      inputs.add(new CancelRequested(ran.at()));
    }
    inputs.add(ran);
    return append(directive, inputs);
  }

  private List<SagaInput> append(Directive directive, List<SagaInput> inputs) {
    var entry = new Entry(directive.key(), JournalJson.write(inputs));
    try {
      transaction.update(
          "INSERT INTO journal (workflow, seq, key, entry) VALUES (?, ?, ?, ?)",
          workflow,
          position,
          entry.key(),
          entry.inputs());
    } catch (SQLException e) {
      throw new Writer.Failed(e);
    }
    journal.add(entry);
    appended = true;
    position++;
    now = inputs.getLast().at();
    return inputs;
  }
}
