package taskagent.dapr.workflow;

import java.util.Optional;
import java.util.function.UnaryOperator;
import taskagent.dapr.store.Documents;
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

/**
 * Records which runs were accepted, and how each ended. Dapr itself would start a workflow again,
 * and forget the old one, when its id is used again after it ended or was purged. And the state
 * that Dapr returns for a run may have been written by another host (ADR 21).
 */
public final class Registrations {

  private static final String PREFIX = "run-";
  private static final int TRIES = 20;

  private final Kinds kinds;
  private final Documents documents;
  private final Removals removals;

  /** A registration and its version. */
  record Registered(Registration registration, String version) {

    Run run() {
      return registration.run();
    }

    Instance instance() {
      return new Instance(run(), registration.instance());
    }

    Optional<SagaState> end() {
      return registration.end();
    }
  }

  /** Keeps registrations of runs of these kinds among these documents. */
  public Registrations(Kinds kinds, Documents documents, Removals removals) {
    this.kinds = kinds;
    this.documents = documents;
    this.removals = removals;
  }

  /**
   * Registers a run if its id is free.
   *
   * @return true if it was free
   * @throws Unavailable if the store is unavailable
   */
  boolean create(Registration registration) {
    return documents.create(
        key(registration.run().id()), RegistrationJson.write(kinds, registration));
  }

  /**
   * Returns the run with an id.
   *
   * @throws Unavailable if the store is unavailable
   */
  Optional<Registered> find(RunId id) {
    return documents
        .read(key(id))
        .map(
            document ->
                new Registered(RegistrationJson.read(kinds, document.text()), document.version()));
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
   * Checks that a run that was not found was not removed.
   *
   * @throws Removed if it was
   */
  void check(RunId id) {
    removals
        .find(key(id))
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
        ? Optional.of(new Instance(next.run(), next.instance()))
        : Optional.empty();
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
    return documents.replace(
        key(registered.run().id()), registered.version(), RegistrationJson.write(kinds, by), kept);
  }

  private static String key(RunId id) {
    return PREFIX + id.value();
  }
}
