package taskagent.embedded;

import java.nio.file.Path;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import taskagent.domain.bulk.BulkSets;
import taskagent.domain.contract.BulkSetsContract;

/** Runs the contract on sets in SQLite. */
@NullUnmarked // the engine is opened before each test
final class SqliteBulkSetsTest extends BulkSetsContract {

  @TempDir Path folder;

  private EmbeddedEngine engine;

  @Override
  protected BulkSets open() {
    engine = PlainEngine.open(folder);
    return engine.bulkSets();
  }

  @AfterEach
  void close() {
    engine.close();
  }
}
