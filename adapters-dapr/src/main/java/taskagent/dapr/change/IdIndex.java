package taskagent.dapr.change;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import taskagent.dapr.store.Documents;
import taskagent.dapr.store.GroupCommit;
import taskagent.dapr.store.Pages;
import taskagent.domain.view.Changes.Kind;
import taskagent.json.EntriesJson.Entry;

/**
 * The ids of all tasks or runs, because Dapr cannot list its keys. An id is added before the first
 * document of its task or run is saved, so that none is missing; it may name one that was never
 * saved, and can be there more than once. Ids of removed ones are forgotten when somebody reads
 * them.
 */
public final class IdIndex implements AutoCloseable {

  /** Within this time after its id was added, a task or run is saved, or never. */
  private static final Duration SAVED_WITHIN = Duration.ofHours(1);

  private static final int WORTH_A_SAVE = 20;

  private final Kind kind;
  private final Pages<Entry> pages;
  private final InstantSource clock;
  private final GroupCommit<Entry> commit;

  /** Keeps the ids of this kind among these documents. */
  public IdIndex(Kind kind, Documents documents, InstantSource clock) {
    this.kind = kind;
    this.clock = clock;
    var prefix = kind == Kind.TASK ? "ids-task-" : "ids-run-";
    this.pages = new Pages<>(documents, prefix, Long.MAX_VALUE, ChangeLog.FORM, Optional.empty());
    this.commit = new GroupCommit<>("taskagent-ids", pages::append);
  }

  /** Adds an id. The future completes when that is durable, or could not be saved. */
  public CompletableFuture<Void> add(String id) {
    return commit.begin(new Entry(kind, id, clock.instant()));
  }

  /**
   * Returns some ids, each once, at most a page. There may be none although others follow.
   *
   * @param place 0 for the first ones, or that of an earlier part
   */
  public Pages.Part<String> part(long place, int limit) {
    var part = pages.part(place, limit);
    return new Pages.Part<>(
        part.entries().stream().map(Entry::id).distinct().toList(), part.next());
  }

  /**
   * Forgets ids of the page of a place, if they are worth a save. Those that were added a while ago
   * belong to nothing any more.
   */
  public void forget(long place, Set<String> gone) {
    long number = place / Pages.SIZE;
    pages.find(number).ifPresent(page -> forget(number, page, gone));
  }

  private void forget(long number, Pages.Page<Entry> page, Set<String> gone) {
    var until = clock.instant().minus(SAVED_WITHIN);
    var rest =
        page.entries().stream()
            .filter(entry -> !gone.contains(entry.id()) || young(entry, until))
            .toList();
    int forgotten = page.entries().size() - rest.size();
    if (forgotten >= WORTH_A_SAVE || forgotten > rest.size()) {
      boolean _ = pages.replace(number, page, rest);
    }
  }

  private static boolean young(Entry entry, Instant until) {
    return entry.at().isAfter(until);
  }

  @Override
  public void close() {
    commit.close();
  }
}
