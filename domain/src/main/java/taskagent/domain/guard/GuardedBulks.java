package taskagent.domain.guard;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import taskagent.domain.access.AccessRefused;
import taskagent.domain.access.Operation;
import taskagent.domain.access.Subject;
import taskagent.domain.bulk.BulkRequest;
import taskagent.domain.bulk.BulkView;
import taskagent.domain.bulk.Bulks;
import taskagent.domain.port.Workflows.Cancelled;
import taskagent.domain.run.RunId;

/**
 * The bulks that the current caller may see: its own ones if it sees its own tasks only. A bulk
 * works as the one who asked for it, also after this call.
 */
public final class GuardedBulks implements Bulks {

  private final Bulks bulks;

  /** Guards bulks. */
  public GuardedBulks(Bulks bulks) {
    this.bulks = bulks;
  }

  @Override
  public Optional<Begun> repeated(RunId id, String fingerprint) {
    AccessRefused.check(Operation.CHANGE_TASKS, new Subject.Any());
    return bulks.repeated(id, fingerprint);
  }

  @Override
  public Begun begin(BulkRequest request) {
    AccessRefused.check(Operation.CHANGE_TASKS, new Subject.Any());
    boolean onlyOwn = Sight.restricted();
    return bulks.begin(Sight.actor().map(user -> request.by(user, onlyOwn)).orElse(request));
  }

  @Override
  public Optional<BulkView> find(RunId id) {
    AccessRefused.check(Operation.READ_TASKS, new Subject.Any());
    return Sight.unlessRemoved(() -> bulks.find(id)).filter(GuardedBulks::shows);
  }

  /** A wait for another's bulk would tell that it exists. */
  @Override
  public Optional<BulkView> await(RunId id, Duration atMost, BooleanSupplier stop) {
    return Sight.restricted() && find(id).isEmpty()
        ? Optional.empty()
        : Sight.unlessRemoved(() -> bulks.await(id, atMost, stop)).filter(GuardedBulks::shows);
  }

  @Override
  public Cancelled stop(RunId id) {
    AccessRefused.check(Operation.CHANGE_TASKS, new Subject.Any());
    return Sight.restricted() && find(id).isEmpty() ? new Cancelled.Unknown() : bulks.stop(id);
  }

  private static boolean shows(BulkView bulk) {
    return Sight.shows(new Subject.OfTask(Optional.empty(), bulk.order().actor()));
  }
}
