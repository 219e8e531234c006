package taskagent.dapr.change;

import static java.lang.System.Logger.Level.DEBUG;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import taskagent.dapr.store.Documents;
import taskagent.dapr.store.GroupCommit;
import taskagent.dapr.store.Pages;
import taskagent.domain.view.Changes.Change;
import taskagent.domain.view.Changes.Kind;
import taskagent.json.EntriesJson;
import taskagent.json.EntriesJson.Entry;

/**
 * The change log of all replicas, in the state store: which tasks and runs were saved, in the order
 * in which that was recorded. An entry has only an id; a reader looks up the present state. An
 * entry is added after the save. If a writer does not know whether that worked, it adds the entry
 * again.
 *
 * <p>What this process adds at the same time is one save. The log keeps the newest 100,000 entries.
 */
public final class ChangeLog implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(ChangeLog.class.getName());

  private static final String PREFIX = "changes-";
  private static final long PAGES_KEPT = 100_000 / Pages.SIZE;

  /** How entries are stored, here and in the index of ids. */
  static final Pages.Form<Entry> FORM = new Pages.Form<>(EntriesJson::write, EntriesJson::read);

  /** How often a reader looks for what other replicas have added. */
  private static final Duration POLL = Duration.ofMillis(200);

  /** After this time without a look, the log cannot be read. */
  private static final Duration LOOKED_WITHIN = Duration.ofSeconds(1);

  private final Pages<Entry> pages;
  private final InstantSource clock;
  private final GroupCommit<Entry> commit = new GroupCommit<>("taskagent-changes", this::saveAll);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition added = lock.newCondition();
  private volatile Look look = new Look(0, Optional.empty(), Instant.EPOCH);

  /**
   * What was found at the last look.
   *
   * @param end the number of the newest entry that is known
   * @param next the entry that the reader has not read then, if there was one
   */
  private record Look(long end, Optional<Change> next, Instant at) {}

  /** Keeps the log among these documents. */
  public ChangeLog(Documents documents, InstantSource clock) {
    this.pages = new Pages<>(documents, PREFIX, PAGES_KEPT, FORM, Optional.empty());
    this.clock = clock;
  }

  /** Adds an entry. The future completes when it is durable, or could not be saved. */
  public CompletableFuture<Void> add(Kind kind, String id) {
    return commit.begin(new Entry(kind, id, clock.instant()));
  }

  /** Adds an entry that may be lost, because it is only a hint. */
  public void hint(Kind kind, String id) {
    var _ =
        add(kind, id)
            .exceptionally(
                e -> {
                  LOG.log(DEBUG, "a hint about {0} is lost: {1}", id, e.getMessage());
                  return null;
                });
  }

  private void saveAll(List<Entry> all) {
    // Of several entries about the same one, the oldest says since when it has waited.
    Map<String, Entry> once = new LinkedHashMap<>();
    all.forEach(entry -> once.putIfAbsent(entry.kind() + " " + entry.id(), entry));
    appended(pages.append(List.copyOf(once.values())));
  }

  private void appended(long end) {
    lock.lock();
    try {
      look = new Look(Math.max(end, look.end()), look.next(), look.at());
      added.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the number of the newest entry; 0 if there was never one. */
  public long last() {
    return pages.end();
  }

  /**
   * Returns the entries after this one, oldest first.
   *
   * @return empty if some of them are not kept any more, or the log has never been so long
   */
  public Optional<List<Change>> after(long seq, int limit) {
    var found = new ArrayList<Change>();
    long next = seq;
    while (found.size() < limit) {
      var part = onPage(next, limit - found.size());
      if (part.isEmpty()) {
        look = new Look(0, Optional.empty(), Instant.EPOCH);
        return Optional.empty();
      }
      found.addAll(part.get());
      next += part.get().size();
      if (part.get().isEmpty()) {
        break;
      }
    }
    looked(next, found);
    return Optional.of(found);
  }

  private void looked(long end, List<Change> found) {
    lock.lock();
    try {
      look = new Look(Math.max(end, look.end()), found.stream().findFirst(), clock.instant());
    } finally {
      lock.unlock();
    }
  }

  /** Returns the entries after one that are on the page of the next one. */
  private Optional<List<Change>> onPage(long seq, int limit) {
    long number = seq / Pages.SIZE;
    int from = (int) (seq % Pages.SIZE);
    var page = pages.find(number);
    if (page.isEmpty() && from == 0) {
      if (pages.isNext(number)) {
        return Optional.of(List.of());
      }
      page = pages.find(number); // it was begun just now, or removed
    }
    return page.map(Pages.Page::entries)
        .filter(entries -> entries.size() >= from)
        .map(entries -> changes(entries, number, from, limit));
  }

  private static List<Change> changes(List<Entry> entries, long number, int from, int limit) {
    var changes = new ArrayList<Change>();
    for (int i = from; i < Math.min(entries.size(), from + limit); i++) {
      var entry = entries.get(i);
      changes.add(new Change(number * Pages.SIZE + i + 1, entry.kind(), entry.id(), entry.at()));
    }
    return changes;
  }

  /**
   * Returns since when the oldest entry after this one has waited. Does not ask the store, because
   * the reader does so all the time; if it cannot, returns since when.
   */
  public Optional<Instant> waitingSince(long seq) {
    var last = look;
    boolean asked = clock.instant().isBefore(last.at().plus(LOOKED_WITHIN));
    return last.next()
        .filter(change -> change.seq() > seq)
        .map(Change::at)
        .or(() -> asked && last.end() <= seq ? Optional.empty() : Optional.of(last.at()));
  }

  /** Waits until there may be an entry after this one, or the time is over. */
  public void await(long seq, Duration atMost) throws InterruptedException {
    long left = Math.min(atMost.toNanos(), POLL.toNanos());
    lock.lockInterruptibly();
    try {
      while (look.end() <= seq && left > 0) {
        left = added.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    commit.close();
  }
}
