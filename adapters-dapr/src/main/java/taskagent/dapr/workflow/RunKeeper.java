package taskagent.dapr.workflow;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import taskagent.dapr.metric.EngineMetrics;
import taskagent.dapr.workflow.OpenRuns.Part;
import taskagent.dapr.workflow.Registrations.Registered;
import taskagent.domain.port.Unavailable;
import taskagent.domain.run.UnknownRun;
import taskagent.json.OpenRunsJson.OpenRun;

/**
 * Looks at all open runs again and again, so that none stands still, whatever Dapr did with its
 * workflow, its reminders or the calls between them. Every replica has a keeper, and they share the
 * work. It needs no reminders, so it works when the scheduler has lost its data (ADR 25).
 */
public final class RunKeeper implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(RunKeeper.class.getName());

  /** The average time between two sweeps. */
  private static final Duration EVERY = Duration.ofSeconds(5);

  /** How many runs are looked at at once. */
  private static final int AT_ONCE = 8;

  /** How long others leave runs alone that this keeper looks at. */
  private static final Duration CLAIMED = Duration.ofSeconds(20);

  /** When to look at a run again that could not be looked at now. */
  private static final Duration LATER = Duration.ofSeconds(5);

  /** When to purge a run again that could not be purged now. */
  private static final Duration MUCH_LATER = Duration.ofMinutes(1);

  /**
   * How long Dapr's data about a run is kept after its end was recorded. It is longer than any
   * request, because a request that read the registration before would begin the run again.
   */
  private static final Duration PURGED_AFTER = Duration.ofSeconds(30);

  /** How long a creator may take from adding a run to the index to registering it. */
  private static final Duration REGISTERED_WITHIN = Duration.ofMinutes(1);

  private final OpenRuns open;
  private final Registrations registrations;
  private final WorkflowInstances instances;
  private final DaprChildren children;
  private final RunChanges changes;
  private final InstantSource clock;
  private final EngineMetrics metrics;

  /** An older version may have left runs alone a moment ago that this one knows. */
  private boolean firstSweep = true;

  private final ExecutorService lookers =
      Executors.newFixedThreadPool(
          AT_ONCE, Thread.ofVirtual().name("taskagent-run-keeper-", 0).factory());
  private final Thread thread;

  /** What is left of a run after a look; empty if nothing has to be done about it any more. */
  private record Looked(OpenRun run, Optional<OpenRun> remains) {}

  /** Starts the keeper. */
  public RunKeeper(
      OpenRuns open,
      Registrations registrations,
      WorkflowInstances instances,
      DaprChildren children,
      RunChanges changes,
      InstantSource clock,
      EngineMetrics metrics) {
    this.open = open;
    this.registrations = registrations;
    this.instances = instances;
    this.children = children;
    this.changes = changes;
    this.clock = clock;
    this.metrics = metrics;
    this.thread = Thread.ofVirtual().name("taskagent-run-keeper").start(this::keep);
  }

  private void keep() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        // Keepers that start together would otherwise all claim the same parts.
        Thread.sleep(
            EVERY.multipliedBy(ThreadLocalRandom.current().nextLong(80, 120)).dividedBy(100));
        sweep();
      } catch (InterruptedException e) {
        return;
      } catch (Unavailable e) {
        LOG.log(DEBUG, "the open workflows are looked at later: {0}", e.reason());
      } catch (RuntimeException e) {
        LOG.log(ERROR, "a look at the open workflows failed", e);
      }
    }
  }

  private void sweep() throws InterruptedException {
    var parts = open.parts();
    var runs =
        parts.stream().flatMap(part -> part.runs().stream()).filter(run -> !run.ended()).toList();
    metrics.openSagas(runs.size(), runs.stream().filter(run -> run.nudgedAt().isPresent()).count());
    for (var part : parts) {
      lookAt(part);
    }
    firstSweep = false;
  }

  private void lookAt(Part part) throws InterruptedException {
    var looks =
        open.claim(part, CLAIMED, firstSweep).stream()
            .<Callable<Looked>>map(run -> () -> look(run))
            .toList();
    if (looks.isEmpty()) {
      return;
    }
    var remain = new ArrayList<OpenRun>();
    var ended = new ArrayList<OpenRun>();
    for (var look : lookers.invokeAll(looks)) {
      try {
        var looked = look.get();
        looked.remains().ifPresentOrElse(remain::add, () -> ended.add(looked.run()));
      } catch (ExecutionException e) {
        LOG.log(ERROR, "a look at an open workflow failed", e);
      }
    }
    open.settle(part, remain, ended);
  }

  private Looked look(OpenRun run) {
    try {
      return new Looked(
          run,
          registrations
              .find(run.id())
              .map(known -> care(run, known))
              .orElseGet(
                  () -> run.ended() ? purge(run, Instance.ids(run.id())) : unregistered(run)));
    } catch (Unavailable e) {
      LOG.log(DEBUG, "workflow {0} is looked at later: {1}", run.id(), e.reason());
      return new Looked(run, Optional.of(run.lookAt(clock.instant().plus(LATER))));
    }
  }

  /** The creator of a run that it never registered has died or given up. */
  private Optional<OpenRun> unregistered(OpenRun run) {
    var now = clock.instant();
    return now.isBefore(run.begunAt().plus(REGISTERED_WITHIN))
        ? Optional.of(run.lookAt(now.plus(LATER)))
        : Optional.empty();
  }

  private Optional<OpenRun> care(OpenRun run, Registered known) {
    var now = clock.instant();
    if (known.run() instanceof UnknownRun unknown && known.end().isEmpty()) {
      LOG.log(WARNING, "{0}; it is left alone", unknown.reason());
      metrics.sagaLeftAlone();
      return Optional.of(run.lookAt(now.plus(MUCH_LATER)));
    }
    var end = known.end();
    if (run.ended()) {
      end.ifPresent(state -> registrations.expire(run.id(), state));
      return purge(run, Instance.ids(run.id()).subList(0, known.instance().number()));
    }
    boolean published = end.filter(state -> state.cause().isPresent()).isPresent();
    if (end.isPresent() && !published) {
      return over(run, now);
    }
    var instance = known.instance();
    boolean cancelled = known.registration().cancelled();
    var seen = instances.look(instance);
    instances
        .view(instance, seen)
        .ifPresent(changes::shown); // if the change log does not have it yet
    return switch (RunCare.decide(run, instance, cancelled, published, seen, now)) {
      case NOTHING -> {
        if (seen instanceof Seen.Going going) {
          registrations.continued(known, going.run());
        }
        yield Optional.of(moving(run, seen, now));
      }
      case LEAVE -> Optional.of(moving(run, seen, now));
      case TELL_PARENT -> tellParent(run, known, seen, now);
      case RECORD_END -> recordEnd(run, seen, now);
      case BEGIN -> begin(run, known.toBegin(), cancelled, now);
      case CANCEL -> cancel(run, instance, now);
      case NUDGE -> nudge(run, instance, cancelled, now);
      case RESUME -> resume(run, instance, now);
      case BEGIN_AGAIN -> beginAgain(run, known, now);
    };
  }

  /**
   * Removes what Dapr keeps about a run that has ended: about 14 kB in the store. Its registration
   * has all that clients see, until it expires. If that does not work, it is tried again later.
   * Earlier instances do not count: Dapr may be unable to read them.
   *
   * @param ids the ids of its instances in Dapr
   */
  private Optional<OpenRun> purge(OpenRun run, List<String> ids) {
    boolean done = false;
    for (var id : ids) {
      try {
        instances.purge(id);
        done = true;
      } catch (Unavailable e) {
        LOG.log(DEBUG, "workflow {0} cannot be purged: {1}", id, e.reason());
        done = false;
      }
    }
    return done ? Optional.empty() : Optional.of(run.lookAt(clock.instant().plus(MUCH_LATER)));
  }

  private static OpenRun moving(OpenRun run, Seen seen, Instant now) {
    var next = run.lookAt(RunCare.lookAgain(run, seen, now));
    boolean moved =
        !RunCare.aheadOf(now, run, seen)
            && run.nudgedAt().filter(at -> at.isBefore(RunCare.movedAt(run, seen))).isPresent();
    return moved ? next.moved() : next;
  }

  private Optional<OpenRun> recordEnd(OpenRun run, Seen seen, Instant now) {
    if (seen instanceof Seen.Ended(var end)) {
      registrations.ended(run.id(), end);
    }
    return over(run, now);
  }

  private static Optional<OpenRun> over(OpenRun run, Instant now) {
    return Optional.of(run.over().lookAt(now.plus(PURGED_AFTER)));
  }

  private Optional<OpenRun> begin(OpenRun run, Instance instance, boolean cancelled, Instant now) {
    log(INFO, "workflow begins late: it was accepted and did not exist", instance);
    return begun(run, instance, cancelled, now);
  }

  private Optional<OpenRun> cancel(OpenRun run, Instance instance, Instant now) {
    instances.cancel(instance);
    return Optional.of(run.lookAt(now.plus(OpenRuns.FIRST_LOOK)));
  }

  /** A nudge that fails counts as one, too: Dapr may be unable to read this one workflow. */
  private Optional<OpenRun> nudge(OpenRun run, Instance instance, boolean cancelled, Instant now) {
    log(INFO, "workflow stands still and is nudged", instance);
    try {
      if (cancelled) {
        instances.cancel(instance);
      } else {
        instances.nudge(instance);
      }
    } catch (Unavailable e) {
      LOG.log(DEBUG, "workflow {0} could not be nudged: {1}", instance, e.reason());
    }
    return Optional.of(run.nudged(now).lookAt(now.plus(RunCare.NUDGED)));
  }

  private Optional<OpenRun> tellParent(OpenRun run, Registered known, Seen seen, Instant now) {
    if (children.stopped(known)) {
      log(WARNING, "workflow was stopped by a defect, and its parent is told", known.instance());
    }
    return Optional.of(moving(run, seen, now));
  }

  private Optional<OpenRun> resume(OpenRun run, Instance instance, Instant now) {
    log(WARNING, "workflow was suspended with Dapr's own tools and is resumed", instance);
    instances.resume(instance);
    return Optional.of(run.lookAt(now.plus(LATER)));
  }

  private Optional<OpenRun> beginAgain(OpenRun run, Registered known, Instant now) {
    var next = registrations.again(known);
    if (next.isEmpty()) {
      return Optional.of(run.lookAt(now.plus(LATER))); // somebody else changed it just now
    }
    log(WARNING, "workflow stood still and is begun again under the same step keys", next.get());
    metrics.sagaBegunAgain();
    terminate(known.instance());
    var begun = begun(run, next.get(), known.registration().cancelled(), now);
    known.registration().signals().forEach(signal -> instances.signal(next.get(), signal));
    return begun;
  }

  private Optional<OpenRun> begun(OpenRun run, Instance instance, boolean cancelled, Instant now) {
    instances.begin(instance);
    if (cancelled) {
      instances.cancel(instance);
    }
    return Optional.of(OpenRun.begun(run.id(), now, now.plus(OpenRuns.FIRST_LOOK)));
  }

  /** Keeps the old instance from going on later. Its steps would do no harm, but are useless. */
  private void terminate(Instance old) {
    try {
      instances.terminate(old);
    } catch (Unavailable e) {
      LOG.log(DEBUG, "workflow {0} could not be terminated: {1}", old, e.reason());
    }
  }

  private static void log(System.Logger.Level level, String what, Instance instance) {
    LOG.log(
        level,
        "{0}",
        what,
        Map.of(
            "kind", instance.run().kind().wireName(),
            "workflow", instance.run().id().value(),
            "instance", Integer.toString(instance.number())));
  }

  @Override
  public void close() {
    thread.interrupt();
    lookers.shutdownNow();
  }
}
