package taskagent.domain.memory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import taskagent.domain.bulk.BulkProgress;
import taskagent.domain.bulk.BulkSets;
import taskagent.domain.task.TaskId;

/** The ids of bulks in memory. */
public final class InMemoryBulkSets implements BulkSets {

  private record ChunkKey(Key set, int chunk) {}

  private final Map<ChunkKey, List<TaskId>> chunks = new LinkedHashMap<>();
  private final Map<Key, BulkProgress> progress = new LinkedHashMap<>();

  @Override
  public synchronized void add(Key set, int chunk, List<TaskId> ids) {
    chunks.put(new ChunkKey(set, chunk), List.copyOf(ids));
  }

  @Override
  public synchronized Optional<List<TaskId>> chunk(Key set, int chunk) {
    return Optional.ofNullable(chunks.get(new ChunkKey(set, chunk)));
  }

  @Override
  public synchronized BulkProgress progress(Key set) {
    return progress.getOrDefault(set, BulkProgress.NONE);
  }

  @Override
  public synchronized boolean advance(Key set, BulkProgress next) {
    if (progress(set).chunks() >= next.chunks()) {
      return false;
    }
    progress.put(set, next);
    return true;
  }

  @Override
  public synchronized void remove(Key set, int count) {
    for (int chunk = 0; chunk < count; chunk++) {
      chunks.remove(new ChunkKey(set, chunk));
    }
  }

  /** Forgets everything. */
  public synchronized void clear() {
    chunks.clear();
    progress.clear();
  }
}
