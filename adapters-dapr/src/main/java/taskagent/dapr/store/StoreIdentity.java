package taskagent.dapr.store;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import taskagent.domain.port.Unavailable;

/**
 * Detects that the store was wiped, as opposed to never having held a key. The first replica
 * creates a document with a random id, and every replica remembers that id. A Redis without
 * persistence comes back empty, and answering "no such task" would then be wrong.
 */
final class StoreIdentity {

  private static final System.Logger LOG = System.getLogger(StoreIdentity.class.getName());

  /** The key of the id. No task, conversation or run has this key. */
  private static final String KEY = "store-mark";

  private static final String LOST =
      "the state store was wiped, or the sidecar runs under another app-id: restore the store or the"
          + " app-id, or restart all replicas to start with an empty store";

  private static final String FOUND = "the state store has its data again";

  private final Documents documents;
  private volatile Optional<String> known = Optional.empty();
  private final AtomicBoolean lost = new AtomicBoolean();

  StoreIdentity(Documents documents) {
    this.documents = documents;
  }

  /**
   * Compares the store's id with the first one seen. Called whenever a document is absent.
   *
   * @throws Unavailable if the store was wiped or replaced, or is unavailable
   */
  void check() {
    var before = known;
    var now = before.isPresent() ? find() : Optional.of(findOrPut());
    boolean isLost = !now.equals(firstSeen(now));
    if (lost.getAndSet(isLost) != isLost) {
      LOG.log(isLost ? ERROR : INFO, isLost ? LOST : FOUND);
    }
    if (isLost) {
      throw Unavailable.outOfReach(LOST);
    }
  }

  /**
   * Returns the id of the store.
   *
   * @throws Unavailable if the store was wiped or replaced, or is unavailable
   */
  String id() {
    if (known.isEmpty()) {
      check();
    }
    return known.orElseThrow(() -> Unavailable.outOfReach("the state store has no id"));
  }

  private synchronized Optional<String> firstSeen(Optional<String> now) {
    if (known.isEmpty()) {
      known = now;
    }
    return known;
  }

  private Optional<String> find() {
    return documents.find(KEY).map(Documents.Document::text);
  }

  private String findOrPut() {
    return find()
        .orElseGet(
            () -> {
              var mine = UUID.randomUUID().toString();
              return documents.create(KEY, mine) ? mine : find().orElse(mine);
            });
  }
}
