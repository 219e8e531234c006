package taskagent.view;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.view.Feed.Entry;
import taskagent.domain.view.Feed.Part;
import taskagent.domain.view.Feed.Position;
import taskagent.domain.view.Feed.RunEntry;
import taskagent.domain.view.Feed.TaskEntry;

/**
 * The newest entries of the log, in memory (ADR 38). The projector appends each batch once it is
 * committed, and any number of readers follow, each with its own position. There is no queue for a
 * reader: one that is too slow finds that the entries after its position are gone.
 */
final class Tail {

  /** How many entries are kept, and how many characters of descriptions, in which they differ. */
  static final int ENTRIES = 4_096;

  private static final long CHARACTERS = 4_000_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Entry n of all that were ever appended is at n modulo the length. */
  private final @Nullable Entry[] ring;

  private long first;
  private long next;
  private long characters;
  private String epoch = "";

  /** All entries after this one are there. */
  private long start;

  /** Where the view is. */
  private long end;

  Tail(int entries) {
    this.ring = new Entry[entries];
  }

  /**
   * Returns the last change of an item again, under the number of this entry, which changes
   * nothing; empty if it is not there any more.
   */
  Optional<Entry> again(Entry unchanged) {
    lock.lock();
    try {
      for (long number = next - 1; number >= first; number--) {
        var again = again(unchanged, at(number));
        if (again.isPresent()) {
          return again;
        }
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private static Optional<Entry> again(Entry unchanged, Entry last) {
    return switch (unchanged) {
      case TaskEntry(var seq, var id, _, var now)
          when last instanceof TaskEntry(_, var other, var before, _) && other.equals(id) ->
          Optional.of(new TaskEntry(seq, id, before, now));
      case RunEntry(var seq, var id, _, var now)
          when last instanceof RunEntry(_, var other, var before, _) && other.equals(id) ->
          Optional.of(new RunEntry(seq, id, before, now));
      case TaskEntry _, RunEntry _ -> Optional.empty();
    };
  }

  /** Begins anew at a position. */
  void restart(String newEpoch, long position) {
    lock.lock();
    try {
      while (first < next) {
        removeFirst();
      }
      epoch = newEpoch;
      start = position;
      end = position;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Appends what was committed.
   *
   * @param entries by rising numbers
   * @param position the position of the view from now on
   */
  void append(List<Entry> entries, long position) {
    lock.lock();
    try {
      for (var entry : entries) {
        if (next - first == ring.length) {
          removeFirst();
        }
        ring[index(next++)] = entry;
        characters += characters(entry);
      }
      while (characters > CHARACTERS && first < next) {
        removeFirst();
      }
      end = position;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void removeFirst() {
    var removed = at(first);
    ring[index(first++)] = null;
    characters -= characters(removed);
    start = removed.seq();
  }

  private static long characters(Entry entry) {
    return switch (entry) {
      case TaskEntry(_, _, var before, var after) -> characters(before) + characters(after);
      case RunEntry _ -> 0;
    };
  }

  private static long characters(Optional<TaskSnapshot> task) {
    return task.map(snapshot -> snapshot.description().length()).orElse(0);
  }

  private int index(long number) {
    return Math.toIntExact(number % ring.length);
  }

  private Entry at(long number) {
    var entry = ring[index(number)];
    if (entry == null) {
      throw new IllegalStateException("there is no entry " + number);
    }
    return entry;
  }

  /** Returns where the view is. */
  Position position() {
    lock.lock();
    try {
      return new Position(epoch, end);
    } finally {
      lock.unlock();
    }
  }

  /** Returns true if everything after the position is there. */
  boolean continues(Position position) {
    lock.lock();
    try {
      return has(position);
    } finally {
      lock.unlock();
    }
  }

  private boolean has(Position position) {
    return position.epoch().equals(epoch) && position.seq() >= start;
  }

  /** As {@link taskagent.domain.view.Feed#after} says. */
  Optional<Part> after(Position position, int limit, Duration atMost) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = atMost.toNanos();
      while (has(position) && position.seq() >= end && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (!has(position)) {
        return Optional.empty();
      }
      return Optional.of(
          position.seq() >= end ? new Part(List.of(), position) : part(position.seq(), limit));
    } finally {
      lock.unlock();
    }
  }

  private Part part(long seq, int limit) {
    long from = firstAfter(seq);
    long to = Math.min(next, from + limit);
    var entries = new ArrayList<Entry>();
    for (long number = from; number < to; number++) {
      entries.add(at(number));
    }
    return new Part(entries, new Position(epoch, to < next ? at(to - 1).seq() : end));
  }

  /** Returns the first entry after a position. A reader is usually near the end. */
  private long firstAfter(long seq) {
    long low = first;
    long high = next;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (at(middle).seq() > seq) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
