package taskagent.domain.bulk;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import taskagent.domain.port.Removed;
import taskagent.domain.port.Unavailable;
import taskagent.domain.port.Workflows.Cancelled;
import taskagent.domain.run.RunId;

/**
 * Bulks: begin one, see how far it is, stop it.
 *
 * <p>Every method throws {@link Removed} if the bulk was removed, and {@link Unavailable} if the
 * engine cannot be reached.
 */
public interface Bulks {

  /** How many tasks a bulk has at most. */
  int TASKS_AT_MOST = 100_000;

  /** The answer to a request to begin a bulk. */
  enum Begun {
    /** It was begun, now or by the same request before. */
    ACCEPTED,
    /** The id belongs to a bulk that does something else. */
    TAKEN
  }

  /**
   * Returns the answer to a request that may have been made before; empty if it was not. A caller
   * asks this before it looks for the ids, because they differ once the bulk works.
   *
   * @param fingerprint as in {@link BulkRequest}
   */
  Optional<Begun> repeated(RunId id, String fingerprint);

  /** Stores the ids and begins a bulk. */
  Begun begin(BulkRequest request);

  /** Returns a bulk as it is now; empty if it does not exist. */
  Optional<BulkView> find(RunId id);

  /**
   * Returns a bulk when it has ended or the time is over; empty if it does not exist.
   *
   * @param stop asked now and then; if it returns true, the wait ends
   */
  Optional<BulkView> await(RunId id, Duration atMost, BooleanSupplier stop);

  /** Has a bulk end before its next chunk. */
  Cancelled stop(RunId id);
}
