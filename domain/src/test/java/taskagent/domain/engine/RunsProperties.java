package taskagent.domain.engine;

import static net.jqwik.api.Combinators.combine;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import taskagent.domain.memory.KeptInMemory;
import taskagent.domain.port.Notifier;
import taskagent.domain.port.Workflows.Retried;
import taskagent.domain.port.Workflows.Started;
import taskagent.domain.processing.Corrections;
import taskagent.domain.processing.NotifyPolicy;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunId;
import taskagent.domain.run.RunView;
import taskagent.domain.saga.Directive;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.SagaState.Cause;
import taskagent.domain.saga.SagaState.Phase;
import taskagent.domain.saga.Signal;
import taskagent.domain.task.TaskId;

/**
 * The rules of {@link Runs} and {@link TaskRuns} over a store without transactions. At any access,
 * other clients may carry out whole use cases first.
 */
final class RunsProperties {

  private static final Instant BEGIN = Instant.parse("2026-03-01T09:00:00Z");
  private static final Kinds KINDS = Kinds.ofTasks(new KeptInMemory<>(), _ -> new Notifier.Sent());
  private static final TaskId TASK = new TaskId("t");

  /** Its workflow id is that of the first retry of the other task. */
  private static final TaskId NAMESAKE = new TaskId("t-r2");

  private sealed interface UseCase {
    record Start(TaskId task, String title) implements UseCase {}

    record Retry(RunId id, String title) implements UseCase {}
  }

  private record Answered(UseCase useCase, Object answer) {}

  /** Every run in it has failed, so that it can be retried. */
  private record Failed(Run run, int attempt, Optional<Run> retriedAs) implements KnownRun {
    @Override
    public RunView view() {
      var state =
          new SagaState(
              run.id().value(),
              Phase.ENDED,
              List.of(),
              Optional.of(new Cause(Outcome.FAILED, "notify: no route")),
              false,
              Optional.of(Outcome.FAILED),
              run.acceptedAt(),
              run.acceptedAt());
      return new RunView(run, state, Optional.empty(), Optional.empty());
    }
  }

  private static final class Store implements RunStore<Failed>, RunStore.Session<Failed> {

    private final Map<RunId, Failed> rows = new LinkedHashMap<>();
    private final Deque<UseCase> waiting;
    private final Deque<Boolean> rivalIsFaster;
    private final List<Answered> answers = new ArrayList<>();
    private Instant now = BEGIN;
    private final TaskRuns<Failed> runs =
        new TaskRuns<>(new Runs<>(KINDS, this), this::tick, NotifyPolicy.DEFAULT);

    Store(List<UseCase> useCases, List<Boolean> rivalIsFaster) {
      this.waiting = new ArrayDeque<>(useCases);
      this.rivalIsFaster = new ArrayDeque<>(rivalIsFaster);
    }

    private Instant tick() {
      now = now.plusSeconds(1);
      return now;
    }

    Failed row(RunId id) {
      return Optional.ofNullable(rows.get(id)).orElseThrow();
    }

    void carryOutAll() {
      while (!waiting.isEmpty()) {
        carryOutNext();
      }
    }

    private void carryOutNext() {
      var next = waiting.pop();
      var answer =
          switch (next) {
            case UseCase.Start(var task, var title) -> runs.start(request(task, title));
            case UseCase.Retry(var id, var title) -> runs.retry(id, corrected(title));
          };
      answers.add(new Answered(next, answer));
    }

    private void letRivalsBeFaster() {
      if (!waiting.isEmpty() && !rivalIsFaster.isEmpty() && rivalIsFaster.pop()) {
        carryOutNext();
      }
    }

    @Override
    public <T> T in(Function<Session<Failed>, T> useCase) {
      return useCase.apply(this);
    }

    @Override
    public Optional<Failed> known(RunId id) {
      letRivalsBeFaster();
      return Optional.ofNullable(rows.get(id));
    }

    @Override
    public boolean taken(RunId id) {
      letRivalsBeFaster();
      return rows.containsKey(id);
    }

    @Override
    public boolean insert(Run run, int attempt) {
      letRivalsBeFaster();
      return rows.putIfAbsent(run.id(), new Failed(run, attempt, Optional.empty())) == null;
    }

    @Override
    public void begin(Failed known) {}

    @Override
    public boolean retryAs(Failed known, Run next) {
      letRivalsBeFaster();
      var retried = new Failed(known.run(), known.attempt(), Optional.of(next));
      return rows.replace(known.run().id(), known, retried);
    }

    @Override
    public boolean cancel(Failed known) {
      return false;
    }

    @Override
    public boolean signal(Failed known, Signal signal) {
      return false;
    }

    @Override
    public boolean signalled(Failed known, String signal) {
      return false;
    }

    @Override
    public void retryNow(Failed known, Directive.Wait wait) {}

    @Override
    public Optional<RunView> find(RunId id) {
      return Optional.ofNullable(rows.get(id)).map(Failed::view);
    }

    @Override
    public Optional<RunView> await(RunId id, Duration atMost, BooleanSupplier stop) {
      return find(id);
    }
  }

  private static TaskRequest request(TaskId task, String title) {
    return new TaskRequest(task, title, "All the figures", "ann", 60);
  }

  private static Corrections corrected(String title) {
    return new Corrections(
        Optional.of(title), Optional.empty(), Optional.empty(), Optional.empty());
  }

  @Property(tries = 3000)
  void anIdHasOneRunAndARunIsRetriedAsOneOther(
      @ForAll("useCases") List<UseCase> useCases, @ForAll List<Boolean> rivalIsFaster) {
    var store = new Store(useCases, rivalIsFaster);

    store.carryOutAll();

    assertThat(store.answers).hasSameSizeAs(useCases);
    store.answers.forEach(answered -> theAnswerIsTrue(store, answered));
    theRetriesAreOneChain(store);
    assertThat(accepted(store)).as("a run is accepted once").doesNotHaveDuplicates();
    Statistics.label("retries").collect(accepted(store).size());
    Statistics.label("retries").coverage(seen -> seen.check(2).count(n -> n > 20));
  }

  private static void theAnswerIsTrue(Store store, Answered answered) {
    switch (answered) {
      case Answered(UseCase.Start(var task, var title), Started.Accepted(var id)) ->
          assertThat(store.row(id).run().input()).isEqualTo(request(task, title));
      case Answered(UseCase.Start(var task, var title), Started.Conflict _) ->
          assertThat(store.row(WorkflowId.of(task)).run().input())
              .isNotEqualTo(request(task, title));
      case Answered(UseCase.Retry(var id, var title), Retried.Accepted(var next)) ->
          isRetriedAs(store, id, next, title);
      case Answered(UseCase.Retry(var id, var title), Retried.Repeated(var next)) ->
          isRetriedAs(store, id, next, title);
      case Answered(UseCase.Retry(var id, _), Retried.Conflict _) ->
          assertThat(store.row(id).retriedAs()).isPresent();
      case Answered(UseCase.Retry _, Retried.Unknown _) -> {}
      default -> throw new AssertionError(answered);
    }
  }

  private static void isRetriedAs(Store store, RunId id, RunId next, String title) {
    assertThat(store.row(id).retriedAs().orElseThrow().id()).isEqualTo(next);
    assertThat(store.row(next).run().input())
        .isEqualTo(corrected(title).apply((TaskRequest) store.row(id).run().input()));
  }

  private static void theRetriesAreOneChain(Store store) {
    for (var row : store.rows.values()) {
      row.retriedAs()
          .ifPresent(
              next -> {
                assertThat(store.row(next.id()).run()).isEqualTo(next);
                assertThat(store.row(next.id()).attempt()).isEqualTo(row.attempt() + 1);
              });
      long retried =
          store.rows.values().stream()
              .filter(other -> other.retriedAs().equals(Optional.of(row.run())))
              .count();
      assertThat(retried).isEqualTo(row.attempt() == 1 ? 0 : 1);
    }
  }

  private static List<RunId> accepted(Store store) {
    return store.answers.stream()
        .filter(answered -> answered.answer() instanceof Retried.Accepted)
        .map(answered -> ((Retried.Accepted) answered.answer()).id())
        .toList();
  }

  @Provide
  Arbitrary<List<UseCase>> useCases() {
    var titles = Arbitraries.of("Prepare the report", "Check the report");
    Arbitrary<UseCase> start =
        combine(Arbitraries.of(TASK, TASK, NAMESAKE), titles).as(UseCase.Start::new);
    Arbitrary<UseCase> retry =
        combine(
                Arbitraries.of(
                    WorkflowId.of(TASK),
                    WorkflowId.of(TASK),
                    WorkflowId.of(TASK, 2),
                    WorkflowId.of(TASK, 3),
                    WorkflowId.of(NAMESAKE, 2)),
                titles)
            .as(UseCase.Retry::new);
    return Arbitraries.oneOf(start, retry).list().ofMinSize(2).ofMaxSize(7);
  }
}
