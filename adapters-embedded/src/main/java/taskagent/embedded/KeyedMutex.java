package taskagent.embedded;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Runs one action at a time for each key, in order of arrival. Different keys do not wait for each
 * other. A key that is not in use takes no memory.
 */
final class KeyedMutex<K> {

  private final ConcurrentHashMap<K, Queue> queues = new ConcurrentHashMap<>();

  private record Queue(ReentrantLock lock, int users) {
    Queue users(int more) {
      return new Queue(lock, users + more);
    }
  }

  <T> T run(K key, Supplier<T> action) {
    var queue =
        queues.merge(key, new Queue(new ReentrantLock(true), 1), (known, _) -> known.users(1));
    queue.lock().lock();
    try {
      return action.get();
    } finally {
      queue.lock().unlock();
      queues.computeIfPresent(key, (_, known) -> known.users() == 1 ? null : known.users(-1));
    }
  }
}
