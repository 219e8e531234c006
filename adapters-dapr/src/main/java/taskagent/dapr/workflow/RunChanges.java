package taskagent.dapr.workflow;

import java.time.Instant;
import taskagent.dapr.change.ChangeRecords;
import taskagent.dapr.event.RecentValues;
import taskagent.domain.run.RunId;
import taskagent.domain.run.RunView;
import taskagent.domain.saga.SagaState;
import taskagent.domain.view.Changes.Kind;

/**
 * Adds runs to the change log when what clients see of them has changed. Several parts notice that,
 * so each change is remembered for a while. An entry that is lost is added when the {@link
 * RunKeeper} looks at the run.
 */
public final class RunChanges {

  private final ChangeRecords records;
  private final RecentValues<Shown> known = new RecentValues<>();

  private record Shown(RunId id, Instant updatedAt, boolean stopped) {}

  /** Adds entries to this log. */
  public RunChanges(ChangeRecords records) {
    this.records = records;
  }

  /** A run was accepted. */
  void accepted(RunId id) {
    records.log().hint(Kind.RUN, id.value());
  }

  /** Clients see this of a run. */
  void shown(RunView view) {
    shown(view.run().id(), view.state(), view.defect().isPresent());
  }

  /**
   * Clients see this of a run.
   *
   * @param stopped true if a defect stopped it
   */
  void shown(RunId id, SagaState state, boolean stopped) {
    var now = new Shown(id, state.updatedAt(), stopped);
    if (known.add(now)) {
      var _ =
          records
              .log()
              .add(Kind.RUN, id.value())
              .exceptionally(
                  _ -> {
                    known.remove(now);
                    return null;
                  });
    }
  }
}
