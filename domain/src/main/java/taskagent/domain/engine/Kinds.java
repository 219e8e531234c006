package taskagent.domain.engine;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import taskagent.domain.port.Notifier;
import taskagent.domain.port.Tasks;
import taskagent.domain.processing.TaskProcessing;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.run.Codec;
import taskagent.domain.run.Kind;
import taskagent.domain.run.KindId;
import taskagent.domain.run.Run;
import taskagent.domain.saga.Saga;
import taskagent.domain.saga.SagaDefect;
import taskagent.domain.saga.SagaLoop;
import taskagent.domain.saga.SagaMachine;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.StepResult;

/**
 * The kinds of runs that an engine knows, each with the hosts of its targets. A version of a kind
 * stays here until its last run is removed.
 */
public final class Kinds {

  private record Known<R extends Run>(Kind<R> kind, Function<Tasks, Hosts> hosts) {}

  private final List<Known<?>> all;

  private Kinds(List<Known<?>> all) {
    this.all = all;
  }

  /** Returns the kinds that process tasks: the one of new runs, and the one of older builds. */
  public static Kinds ofTasks(Codec<WorkflowRun> codec, Notifier notifier) {
    return new Kinds(List.of())
        .with(
            new Kind<>(TaskProcessing.ID, codec, TaskProcessing::saga),
            tasks ->
                new Hosts()
                    .with(TaskProcessing.TASK, new TaskHost(tasks))
                    .with(TaskProcessing.ASSIGNEE, new AssigneeHost(tasks, notifier)))
        .with(new Kind<>(TaskProcessing.FIRST, codec, TaskProcessing::saga), _ -> new Hosts());
  }

  /**
   * Returns these kinds and one more.
   *
   * @param hosts returns the hosts of its targets, given the tasks of the engine
   */
  public <R extends Run> Kinds with(Kind<R> kind, Function<Tasks, Hosts> hosts) {
    return new Kinds(
        Stream.concat(all.stream(), Stream.of(new Known<>(kind, hosts)))
            .<Known<?>>map(k -> k)
            .toList());
  }

  /** Returns the ids of the kinds. */
  public List<KindId> ids() {
    return all.stream().<KindId>map(known -> known.kind().id()).toList();
  }

  /** Returns the kind with this id. */
  public Optional<Kind<?>> find(KindId id) {
    return all.stream()
        .filter(known -> known.kind().id().equals(id))
        .<Kind<?>>map(Known::kind)
        .findFirst();
  }

  /**
   * Returns the kind of a run.
   *
   * @throws SagaDefect if it is unknown
   */
  @SuppressWarnings("unchecked") // a run has the type of its kind
  public <R extends Run> Kind<R> of(R run) {
    return (Kind<R>)
        find(run.kind())
            .orElseThrow(() -> new SagaDefect("the kind " + run.kind() + " is not known"));
  }

  /** Returns the loop that drives a run. */
  public SagaLoop<?> loop(Run run) {
    return loopOf(run);
  }

  private <R extends Run> SagaLoop<R> loopOf(R run) {
    return new SagaLoop<>(saga(run), run, run.decided(), run.generation());
  }

  /** Returns the saga of a run. */
  public <R extends Run> Saga<R> saga(R run) {
    return of(run).saga().apply(run);
  }

  /**
   * Returns the next generation of a run that has ended; empty if the run has ended for good. It
   * has the signals that no step heard.
   */
  public Optional<Run> next(Run run, SagaState end) {
    return nextOf(run, end);
  }

  private <R extends Run> Optional<Run> nextOf(R run, SagaState end) {
    var generation = run.generation().after(end);
    return saga(run)
        .next(run, end)
        .map(next -> next.in(generation, end.updatedAt(), List.of()))
        .map(next -> next.in(generation, end.updatedAt(), decided(next)));
  }

  private <R extends Run> List<StepResult> decided(R run) {
    return saga(run).decide(run);
  }

  /** Returns the state of a run before it is driven. That of an unknown kind has no steps. */
  public SagaState begin(Run run) {
    var id = run.id().value();
    return find(run.kind()).isPresent()
        ? new SagaMachine(saga(run)).start(id, run.generation(), run.acceptedAt()).state()
        : SagaState.begin(id, run.generation(), List.of(), run.acceptedAt());
  }

  /** Returns the hosts of all targets, given the tasks of the engine. */
  Hosts hosts(Tasks tasks) {
    var hosts = new Hosts();
    all.forEach(known -> hosts.withAll(known.hosts().apply(tasks)));
    return hosts;
  }
}
