package taskagent.dapr.workflow;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import taskagent.dapr.store.Documents;
import taskagent.dapr.store.Documents.Document;
import taskagent.dapr.store.Removals;
import taskagent.domain.engine.Kinds;
import taskagent.domain.port.Removed;
import taskagent.domain.port.Unavailable;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.Signal;
import taskagent.json.RegistrationJson;
import taskagent.json.RegistrationJson.Registration;
import taskagent.json.UnreadableDocument;

/**
 * Records which runs were accepted, and how each ended. Dapr itself would start a workflow again,
 * and forget the old one, when its id is used again after it ended or was purged. And the state
 * that Dapr returns for a run may have been written by another host (ADR 21).
 */
public final class Registrations {

  private static final System.Logger LOG = System.getLogger(Registrations.class.getName());
  private static final String PREFIX = "run-";
  private static final int TRIES = 20;

  private final Kinds kinds;
  private final Documents documents;
  private final Removals removals;
  private final RunChanges changes;

  /** A registration and its version. */
  record Registered(Registration registration, String version) {

    Run run() {
      return registration.run();
    }

    Instance instance() {
      return new Instance(run(), registration.instance(), registration.parent().isPresent());
    }

    /** Returns the instance with the latest known generation of the run, to begin it. */
    Instance toBegin() {
      return new Instance(
          registration.latest(), registration.instance(), registration.parent().isPresent());
    }

    Optional<SagaState> end() {
      return registration.end();
    }
  }

  /** Keeps registrations of runs of these kinds among these documents. */
  public Registrations(Kinds kinds, Documents documents, Removals removals, RunChanges changes) {
    this.kinds = kinds;
    this.documents = documents;
    this.removals = removals;
    this.changes = changes;
  }

  /**
   * Registers a run if its id is free.
   *
   * @return true if it was free
   * @throws Unavailable if the store is unavailable
   */
  boolean create(Registration registration) {
    var id = registration.run().id();
    boolean created = documents.create(key(id), RegistrationJson.write(kinds, registration));
    if (created) {
      changes.accepted(id);
    }
    return created;
  }

  /**
   * Returns those of the runs that are registered and can be read.
   *
   * @throws Unavailable if the store is unavailable
   */
  List<Registered> findAll(List<RunId> ids) {
    var found = documents.readAll(ids.stream().map(Registrations::key).toList());
    return ids.stream()
        .flatMap(id -> Optional.ofNullable(found.get(key(id))).stream())
        .flatMap(document -> readable(document).stream())
        .toList();
  }

  /** Returns those of the ids that are not registered. */
  Set<String> absent(Collection<String> ids) {
    return documents.absent(ids.stream().map(id -> PREFIX + id).toList()).stream()
        .map(key -> key.substring(PREFIX.length()))
        .collect(Collectors.toSet());
  }

  private Optional<Registered> readable(Document document) {
    try {
      return Optional.of(registered(document));
    } catch (UnreadableDocument e) {
      LOG.log(WARNING, "a workflow is missing in the lists: {0}", e.getMessage());
      return Optional.empty();
    }
  }

  private Registered registered(Document document) {
    return new Registered(RegistrationJson.read(kinds, document.text()), document.version());
  }

  /**
   * Returns the run with an id.
   *
   * @throws Unavailable if the store is unavailable
   */
  Optional<Registered> find(RunId id) {
    return documents.read(key(id)).map(this::registered);
  }

  /**
   * Returns the run with an id, if it was not removed.
   *
   * @throws Removed if it was
   * @throws Unavailable if the store is unavailable
   */
  Optional<Registered> present(RunId id) {
    var found = find(id);
    if (found.isEmpty()) {
      check(id);
    }
    return found;
  }

  /**
   * Checks that a run was not removed. The removal of a run that has ended is recorded in advance,
   * so the record alone does not tell that the run is gone.
   *
   * @throws Removed if it was
   */
  void check(RunId id) {
    removals
        .find(key(id))
        .filter(_ -> find(id).isEmpty())
        .ifPresent(
            removal -> {
              throw Removed.run(id, removal.at());
            });
  }

  /** Returns true if the id cannot be used: a run has it, or had it. */
  boolean taken(RunId id) {
    return find(id).isPresent() || removals.find(key(id)).isPresent();
  }

  /** Records when an ended run is removed, so that its id is not used again after that. */
  void expire(RunId id, SagaState end) {
    var kept = removals.retention().runs();
    if (!kept.isZero()) {
      removals.add(key(id), end.updatedAt().plus(kept), Optional.empty());
    }
  }

  /**
   * Records that a run is retried as another one. Returns false if somebody else changed the
   * registration in the meantime.
   */
  boolean retriedAs(Registered registered, Run next) {
    return replace(registered, registered.registration().retriedAs(next));
  }

  /** Records that a run was cancelled. */
  void cancel(RunId id) {
    change(id, known -> known.cancelled() ? known : known.cancel());
  }

  /** Records a signal to a run, and returns the instance that executes the run now. */
  Instance signal(RunId id, Signal signal) {
    var now = change(id, known -> known.signal(signal));
    return new Instance(now.run(), now.instance());
  }

  /**
   * Records that a run is begun again by another instance. Returns that instance, or nothing if
   * somebody else changed the registration in the meantime.
   */
  Optional<Instance> again(Registered registered) {
    var next = registered.registration().again();
    return replace(registered, next)
        ? Optional.of(new Instance(next.latest(), next.instance(), next.parent().isPresent()))
        : Optional.empty();
  }

  /**
   * Records the generation of a run, from which it is begun again if that is necessary. Somebody
   * else may have changed the registration in the meantime. Then a later look records it.
   */
  void continued(Registered registered, Run generation) {
    boolean newer =
        generation.generation().number() > registered.registration().latest().generation().number();
    if (newer && !replace(registered, registered.registration().continued(generation))) {
      LOG.log(DEBUG, "the generation of workflow {0} is recorded later", generation.id());
    }
  }

  /**
   * Records how a run ended, unless its end is known.
   *
   * @return the recorded end
   */
  SagaState ended(RunId id, SagaState end) {
    return change(id, known -> known.end().isPresent() ? known : known.ended(end))
        .end()
        .orElse(end);
  }

  /**
   * Records that an instance compensated its run. This is durable in Dapr's history, so it replaces
   * an end that somebody read.
   *
   * @return false if another instance executes the run now, so that this one does not count
   * @throws Unavailable if it cannot be recorded now and must be tried again
   */
  public boolean gaveUp(Instance instance, SagaState end) {
    return change(
            instance.run().id(),
            known -> known.instance() == instance.number() ? known.ended(end) : known)
        .end()
        .equals(Optional.of(end));
  }

  /** Changes a registration until nobody else changes it at the same time. */
  private Registration change(RunId id, UnaryOperator<Registration> by) {
    for (int i = 0; i < TRIES; i++) {
      var known =
          find(id)
              .orElseThrow(
                  () -> Unavailable.outOfReach("the state store lost a workflow's registration"));
      var next = by.apply(known.registration());
      if (next.equals(known.registration()) || replace(known, next)) {
        return next;
      }
    }
    throw Unavailable.overloaded("workflow " + id + " is changed by too many clients at once");
  }

  private boolean replace(Registered registered, Registration by) {
    var kept =
        by.end().flatMap(end -> removals.timeToLive(end.updatedAt(), removals.retention().runs()));
    var id = registered.run().id();
    boolean replaced =
        documents.replace(key(id), registered.version(), RegistrationJson.write(kinds, by), kept);
    if (replaced) {
      by.end().ifPresent(end -> changes.shown(id, end, false));
    }
    return replaced;
  }

  private static String key(RunId id) {
    return PREFIX + id.value();
  }
}
