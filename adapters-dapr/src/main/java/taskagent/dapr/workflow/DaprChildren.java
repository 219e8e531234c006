package taskagent.dapr.workflow;

import java.util.Optional;
import taskagent.dapr.change.IdIndex;
import taskagent.dapr.store.GroupCommit;
import taskagent.dapr.workflow.Registrations.Registered;
import taskagent.domain.engine.ChildRuns;
import taskagent.domain.port.Unavailable;
import taskagent.domain.run.Parent;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.SagaState;
import taskagent.json.RegistrationJson.Registration;

/**
 * The child runs of a run. A child is a run like any other, whose registration names its parent. It
 * records its end, and then sends its parent an event. The event may be lost together with an
 * instance of the parent. So a parent that starts a child which has ended gets the event again.
 */
public final class DaprChildren implements ChildRuns {

  private final OpenRuns open;
  private final IdIndex ids;
  private final Registrations registrations;
  private final WorkflowInstances instances;

  /**
   * Creates the access to children.
   *
   * @param ids the index of all runs
   */
  public DaprChildren(
      OpenRuns open, IdIndex ids, Registrations registrations, WorkflowInstances instances) {
    this.open = open;
    this.ids = ids;
    this.registrations = registrations;
    this.instances = instances;
  }

  /** Registers the child first: only then is it known whose it is. */
  @Override
  public boolean start(Run child, Parent parent) {
    var known = registrations.find(child.id());
    if (known.isEmpty()) {
      if (registrations.taken(child.id())) {
        return false; // a run with this id was removed
      }
      var indexed = ids.add(child.id().value());
      GroupCommit.await(open.add(child.id()));
      GroupCommit.await(indexed);
      boolean _ = registrations.create(Registration.child(child, parent));
      known = registrations.find(child.id());
    }
    var registered = known.orElseThrow(() -> Unavailable.outOfReach("the store lost a child"));
    if (!registered.registration().parent().equals(Optional.of(parent))) {
      return false;
    }
    goOn(registered);
    return true;
  }

  /** Records the cancellation, so that the keeper repeats it, and sends it. */
  @Override
  public void cancel(RunId child, Parent parent) {
    registrations.cancel(child);
    var registered =
        registrations
            .find(child)
            .orElseThrow(() -> Unavailable.outOfReach("the store lost a child"));
    goOn(registered);
    if (registered.end().isEmpty()) {
      instances.cancel(registered.instance());
    }
  }

  /** Begins a child that has not begun, or tells its parent again that it has ended. */
  private void goOn(Registered child) {
    if (child.end().isPresent()) {
      tellParent(child, child.end().get());
    } else if (instances.find(child.instance()).isEmpty()) {
      instances.begin(child.toBegin());
    }
  }

  /**
   * Records the end of a child, and tells its parent. It does nothing if another instance executes
   * the child now.
   *
   * @throws Unavailable if that does not work now and must be tried again
   */
  public void ended(Instance instance, SagaState end) {
    var id = instance.run().id();
    var known = registrations.find(id);
    if (known.filter(child -> child.instance().number() == instance.number()).isPresent()) {
      tellParent(known.get(), registrations.ended(id, end));
    }
  }

  private void tellParent(Registered child, SagaState end) {
    parent(child)
        .ifPresent(
            parent ->
                instances.childEnded(
                    parent.instance(), child.run().id(), end.outcome().orElseThrow()));
  }

  /**
   * Tells the parent of a child that a defect has stopped for good, until it has taken that in.
   * What the child has done is not compensated.
   *
   * @return true if the parent was told now
   * @throws Unavailable if that does not work now and must be tried again
   */
  boolean stopped(Registered child) {
    var id = child.run().id();
    var parent = parent(child).map(Registered::instance).filter(found -> awaits(found, id));
    parent.ifPresent(found -> instances.childEnded(found, id, Outcome.COMPENSATION_FAILED));
    return parent.isPresent();
  }

  private boolean awaits(Instance parent, RunId child) {
    return instances.look(parent) instanceof Seen.Going going
        && going.state().mayAwait(child.value());
  }

  /** Returns the parent of a child, unless it has ended. */
  private Optional<Registered> parent(Registered child) {
    return child
        .registration()
        .parent()
        .flatMap(parent -> registrations.find(parent.run()))
        .filter(parent -> parent.end().isEmpty());
  }
}
