package taskagent.embedded;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * One turn at a time for each key, in order of arrival; keys do not wait for each other. Keeps
 * nothing of keys that nobody uses.
 */
final class Turns<K> {

  private final ConcurrentHashMap<K, Queue> queues = new ConcurrentHashMap<>();

  private record Queue(ReentrantLock lock, int users) {
    Queue users(int more) {
      return new Queue(lock, users + more);
    }
  }

  <T> T take(K key, Supplier<T> turn) {
    var queue =
        queues.merge(key, new Queue(new ReentrantLock(true), 1), (known, _) -> known.users(1));
    queue.lock().lock();
    try {
      return turn.get();
    } finally {
      queue.lock().unlock();
      queues.computeIfPresent(key, (_, known) -> known.users() == 1 ? null : known.users(-1));
    }
  }
}
