package taskagent.http.events;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import taskagent.domain.view.Feed.Entry;

/** Remembers the newest events, so that hundreds of streams do not encode the same task again. */
final class Upserts {

  private static final int REMEMBERED = 1_024;

  private final AtomicReferenceArray<Encoded> events = new AtomicReferenceArray<>(REMEMBERED);

  @SuppressWarnings("ArrayRecordComponent") // compared by its entry alone
  private record Encoded(Entry entry, byte[] event) {}

  /** Returns the event of an entry. */
  @SuppressWarnings("ReferenceEquality") // streams share the entries
  byte[] of(Entry entry, Function<Entry, byte[]> encode) {
    int at = Math.toIntExact(entry.seq() % REMEMBERED);
    var found = events.get(at);
    if (found == null || found.entry() != entry) {
      found = new Encoded(entry, encode.apply(entry));
      events.set(at, found);
    }
    return found.event();
  }
}
