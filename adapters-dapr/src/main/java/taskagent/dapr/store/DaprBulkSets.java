package taskagent.dapr.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import taskagent.domain.bulk.BulkProgress;
import taskagent.domain.bulk.BulkSets;
import taskagent.domain.port.Unavailable;
import taskagent.domain.task.TaskId;
import taskagent.json.BulkJson;
import taskagent.json.TaskIdsJson;

/**
 * The ids of bulks as documents, one for each chunk, and one for the progress. They expire after
 * the retention of runs, counted from when they were written.
 */
public final class DaprBulkSets implements BulkSets {

  private static final String CHUNK = "bulk-chunk-";
  private static final String PROGRESS = "bulk-progress-";
  private static final int TRIES = 20;

  private final Documents documents;
  private final Optional<Duration> kept;

  /**
   * Keeps sets among these documents.
   *
   * @param kept the retention of runs; zero to keep them for ever
   */
  public DaprBulkSets(Documents documents, Duration kept) {
    this.documents = documents;
    this.kept = Optional.of(kept).filter(time -> !time.isZero());
  }

  @Override
  public void add(Key set, int chunk, List<TaskId> ids) {
    documents.put(chunkKey(set, chunk), TaskIdsJson.write(ids), kept);
  }

  @Override
  public Optional<List<TaskId>> chunk(Key set, int chunk) {
    return documents.read(chunkKey(set, chunk)).map(document -> TaskIdsJson.read(document.text()));
  }

  @Override
  public BulkProgress progress(Key set) {
    return documents
        .read(progressKey(set))
        .map(document -> BulkJson.readProgress(document.text()))
        .orElse(BulkProgress.NONE);
  }

  @Override
  public boolean advance(Key set, BulkProgress next) {
    var key = progressKey(set);
    for (int i = 0; i < TRIES; i++) {
      var read = documents.read(key);
      int chunks = read.map(found -> BulkJson.readProgress(found.text()).chunks()).orElse(0);
      if (chunks >= next.chunks()) {
        return false;
      }
      if (documents.save(key, read, BulkJson.writeProgress(next), kept)) {
        return true;
      }
    }
    throw Unavailable.overloaded("the progress of a bulk is changed by too many at once");
  }

  @Override
  public void remove(Key set, int chunks) {
    for (int chunk = 0; chunk < chunks; chunk++) {
      documents.delete(chunkKey(set, chunk));
    }
  }

  private static String chunkKey(Key set, int chunk) {
    return CHUNK + set.name() + "-" + chunk;
  }

  private static String progressKey(Key set) {
    return PROGRESS + set.name();
  }
}
