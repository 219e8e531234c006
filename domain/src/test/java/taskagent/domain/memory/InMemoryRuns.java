package taskagent.domain.memory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import taskagent.domain.engine.RunStore;
import taskagent.domain.port.Workflows;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunId;
import taskagent.domain.run.RunView;
import taskagent.domain.saga.Directive;
import taskagent.domain.saga.Signal;

/** Runs in a map; {@link InMemoryDriver} drives them. */
final class InMemoryRuns implements RunStore<InMemoryRun> {

  private final InMemoryStore store;
  private final InMemoryDriver driver;

  InMemoryRuns(InMemoryStore store, InMemoryDriver driver) {
    this.store = store;
    this.driver = driver;
  }

  @Override
  public <T> T in(Function<Session<InMemoryRun>, T> useCase) {
    var session = new Transaction();
    T answer;
    synchronized (store) {
      answer = useCase.apply(session);
    }
    session.toDrive.forEach(driver::drive);
    driver.driveFamilies();
    return answer;
  }

  @Override
  public Optional<RunView> find(RunId id) {
    synchronized (store) {
      return Optional.ofNullable(store.runs.get(id)).map(InMemoryRun::view);
    }
  }

  @Override
  public Optional<RunView> await(RunId id, Duration atMost, BooleanSupplier stop) {
    long end = System.nanoTime() + atMost.toNanos();
    synchronized (store) {
      long left = end - System.nanoTime();
      while (left > 0 && find(id).filter(run -> !run.over()).isPresent()) {
        if (stop.getAsBoolean() || !waited(Math.min(left, Workflows.STOP_ASKED_EVERY.toNanos()))) {
          break;
        }
        left = end - System.nanoTime();
      }
      return find(id);
    }
  }

  private boolean waited(long nanos) {
    try {
      store.wait(Math.max(1, nanos / 1_000_000));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Holds the store's monitor. */
  private final class Transaction implements Session<InMemoryRun> {

    private final List<InMemoryRun> toDrive = new ArrayList<>();

    @Override
    public Optional<InMemoryRun> known(RunId id) {
      return Optional.ofNullable(store.runs.get(id));
    }

    @Override
    public boolean taken(RunId id) {
      return store.runs.containsKey(id);
    }

    @Override
    public boolean insert(Run run, int attempt) {
      if (taken(run.id())) {
        return false;
      }
      var row = new InMemoryRun(run, attempt);
      store.runs.put(run.id(), row);
      driver.begin(row);
      toDrive.add(row);
      return true;
    }

    @Override
    public void begin(InMemoryRun known) {
      // It is driven as soon as the transaction ends that stored it.
    }

    @Override
    public boolean retryAs(InMemoryRun known, Run next) {
      known.retriedAs = Optional.of(next);
      return true;
    }

    @Override
    public boolean cancel(InMemoryRun known) {
      known.cancelRequested = true;
      driveOn(known);
      return true;
    }

    @Override
    public boolean signal(InMemoryRun known, Signal signal) {
      known.inbox.add(signal);
      driveOn(known);
      return true;
    }

    @Override
    public boolean signalled(InMemoryRun known, String signal) {
      return known.current.generation().seen().contains(signal)
          || known.inbox.stream().anyMatch(one -> one.id().equals(signal))
          || known.entries().stream()
              .flatMap(entry -> entry.inputs().stream())
              .anyMatch(input -> input.brings(signal));
    }

    @Override
    public void retryNow(InMemoryRun known, Directive.Wait wait) {
      known.wokenEarly = true;
      driveOn(known);
    }

    private void driveOn(InMemoryRun known) {
      if (known.wakeAt.isPresent()) {
        known.wakeAt = Optional.empty(); // this thread drives it
        toDrive.add(known);
      } // else the thread that drives it sees afterwards what it was told
    }
  }
}
