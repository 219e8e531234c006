package taskagent.embedded;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import taskagent.domain.bulk.BulkProgress;
import taskagent.domain.bulk.BulkSets;
import taskagent.domain.task.TaskId;
import taskagent.json.BulkJson;
import taskagent.json.TaskIdsJson;

/** The ids of bulks in SQLite. The {@link RetentionLoop} removes them after their runs. */
final class SqliteBulkSets implements BulkSets {

  private final Database database;
  private final Writer writer;
  private final InstantSource clock;

  SqliteBulkSets(Database database, Writer writer, InstantSource clock) {
    this.database = database;
    this.writer = writer;
    this.clock = clock;
  }

  @Override
  public void add(Key set, int chunk, List<TaskId> ids) {
    writer.write(
        transaction ->
            transaction.update(
                "INSERT INTO bulk_chunk (name, chunk, bulk, at, ids) VALUES (?, ?, ?, ?, ?)",
                set.name(),
                chunk,
                set.bulk().value(),
                clock.instant(),
                TaskIdsJson.write(ids)));
  }

  @Override
  public Optional<List<TaskId>> chunk(Key set, int chunk) {
    return database.first(
        "SELECT ids FROM bulk_chunk WHERE name = ? AND chunk = ?",
        row -> TaskIdsJson.read(row.getString(1)),
        set.name(),
        chunk);
  }

  @Override
  public BulkProgress progress(Key set) {
    return database
        .first(
            "SELECT doc FROM bulk_progress WHERE name = ?",
            row -> BulkJson.readProgress(row.getString(1)),
            set.name())
        .orElse(BulkProgress.NONE);
  }

  @Override
  public boolean advance(Key set, BulkProgress next) {
    return writer.write(
            transaction ->
                transaction.update(
                    "INSERT INTO bulk_progress (name, chunks, bulk, at, doc) VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT (name) DO UPDATE"
                        + " SET chunks = excluded.chunks, at = excluded.at, doc = excluded.doc"
                        + " WHERE bulk_progress.chunks < excluded.chunks",
                    set.name(),
                    next.chunks(),
                    set.bulk().value(),
                    clock.instant(),
                    BulkJson.writeProgress(next)))
        == 1;
  }

  @Override
  public void remove(Key set, int chunks) {
    writer.write(
        transaction -> transaction.update("DELETE FROM bulk_chunk WHERE name = ?", set.name()));
  }
}
