package taskagent.dapr;

import java.util.Optional;
import taskagent.domain.port.Unavailable;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.saga.SagaState;
import taskagent.json.RegistrationJson;
import taskagent.json.RegistrationJson.Registration;

/**
 * Which runs were promised to whom, and which of them gave up. Dapr itself would start a workflow
 * anew, and forget the old one, when its id comes a second time after it ended; and what it says of
 * one that gave up may be what another host thought of it (ADR 21).
 */
final class Registrations {

  private static final String PREFIX = "run-";

  private final Documents documents;

  /** A registration and its version. */
  record Registered(Registration registration, String version) {

    WorkflowRun run() {
      return registration.run();
    }
  }

  Registrations(Documents documents) {
    this.documents = documents;
  }

  /**
   * Registers a run whose id is free.
   *
   * @return whether it was
   * @throws Unavailable if the store is out of reach
   */
  boolean create(Registration registration) {
    return documents.create(key(registration.run().id()), RegistrationJson.write(registration));
  }

  /**
   * The run with an id.
   *
   * @throws Unavailable if the store is out of reach
   */
  Optional<Registered> find(WorkflowId id) {
    return documents
        .read(key(id))
        .map(
            document -> new Registered(RegistrationJson.read(document.text()), document.version()));
  }

  /** Says in a registration that it is tried again; whether nobody said otherwise meanwhile. */
  boolean retriedAs(Registered registered, WorkflowRun next) {
    return replace(registered, registered.registration().retriedAs(next));
  }

  /**
   * Says that a run gave up, and how it ended.
   *
   * @throws Unavailable if it cannot be said now, and should be again
   */
  void gaveUp(WorkflowRun run, SagaState end) {
    var known = find(run.id());
    if (known.isPresent() && !replace(known.get(), known.get().registration().gaveUp(end))) {
      throw Unavailable.overloaded("workflow " + run.id() + " is just changed by somebody else");
    }
  }

  private boolean replace(Registered registered, Registration by) {
    return documents.replace(
        key(registered.run().id()), registered.version(), RegistrationJson.write(by));
  }

  private static String key(WorkflowId id) {
    return PREFIX + id.value();
  }
}
