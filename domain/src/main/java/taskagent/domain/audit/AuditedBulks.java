package taskagent.domain.audit;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import taskagent.domain.audit.Recorder.Change;
import taskagent.domain.bulk.BulkAction;
import taskagent.domain.bulk.BulkRequest;
import taskagent.domain.bulk.BulkView;
import taskagent.domain.bulk.Bulks;
import taskagent.domain.port.Workflows.Cancelled;
import taskagent.domain.run.RunId;

/**
 * The bulks for callers, whose accepted requests are recorded before they get the answer. A bulk is
 * one entry; the timelines of its tasks have the rest.
 */
public final class AuditedBulks implements Bulks {

  private final Bulks bulks;
  private final Recorder recorder;

  /** Records what callers change with these bulks. */
  public AuditedBulks(Bulks bulks, AuditLog log) {
    this.bulks = bulks;
    this.recorder = new Recorder(log, AuditKind.BULK);
  }

  /** The entry of the first request may be missing, because the process died. */
  @Override
  public Optional<Begun> repeated(RunId id, String fingerprint) {
    var begun = bulks.repeated(id, fingerprint);
    if (begun.equals(Optional.of(Begun.ACCEPTED))) {
      bulks
          .find(id)
          .map(BulkView::order)
          .ifPresent(order -> recordBegin(id, order.action(), order.count()));
    }
    return begun;
  }

  @Override
  public Begun begin(BulkRequest request) {
    var begun = bulks.begin(request);
    if (begun == Begun.ACCEPTED) {
      recordBegin(request.id(), request.action(), request.ids().size());
    }
    return begun;
  }

  private void recordBegin(RunId id, BulkAction action, int tasks) {
    recorder.add(
        Change.once(
            AuditAction.BEGIN, id.value(), action.wireName() + ", tasks: " + tasks, "begin/" + id));
  }

  @Override
  public Optional<BulkView> find(RunId id) {
    return bulks.find(id);
  }

  @Override
  public Optional<BulkView> await(RunId id, Duration atMost, BooleanSupplier stop) {
    return bulks.await(id, atMost, stop);
  }

  @Override
  public Cancelled stop(RunId id) {
    var stopped = bulks.stop(id);
    if (stopped instanceof Cancelled.Accepted) {
      recorder.add(Change.each(AuditAction.STOP, id.value()));
    }
    return stopped;
  }
}
