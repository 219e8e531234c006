package taskagent.dapr;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import taskagent.domain.port.Unavailable;

/**
 * By what a store that lost everything is told from one in which something never was: a document
 * that the first replica puts there, and every replica remembers. A Redis that keeps nothing comes
 * back empty, and "there is no such task" would then be a lie.
 */
final class StoreMark {

  private static final System.Logger LOG = System.getLogger(StoreMark.class.getName());

  /** No task, conversation or run has such a key. */
  private static final String KEY = "store-mark";

  private static final String LOST =
      "the state store has lost what it held: restore it, or restart all replicas to begin anew";

  private static final String FOUND = "the state store is again the one that it was";

  private final Documents documents;
  private volatile Optional<String> known = Optional.empty();
  private final AtomicBoolean lost = new AtomicBoolean();

  StoreMark(Documents documents) {
    this.documents = documents;
  }

  /**
   * Asked whenever something is not there.
   *
   * @throws Unavailable if that is since the store is not the one that it was, or is out of reach
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
