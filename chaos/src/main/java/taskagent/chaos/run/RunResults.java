package taskagent.chaos.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Stores the result of each run, so that one report can cover runs that were made in parts. */
public final class RunResults {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  /** Opens the results of the current commit, below a folder. */
  public RunResults(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder.resolve(SourceCommit.current()));
  }

  /** Adds a result. It replaces an earlier one of the same fault, tier and seed. */
  public void add(RunResult result) throws IOException {
    var name = "%s-%s-%d.json".formatted(result.tier(), result.name(), result.seed());
    JSON.writeValue(folder.resolve(name.replaceAll("[^A-Za-z0-9.]+", "-")).toFile(), result);
  }

  /** Returns all results, ordered by tier and fault. */
  public List<RunResult> all() throws IOException {
    var results = new ArrayList<RunResult>();
    try (var files = Files.newDirectoryStream(folder, "*.json")) {
      for (var file : files) {
        results.add(JSON.readValue(file.toFile(), RunResult.class));
      }
    }
    results.sort(
        Comparator.comparing(RunResult::tier)
            .thenComparing(RunResult::fault)
            .thenComparing(RunResult::name)
            .thenComparing(RunResult::seed));
    return results;
  }
}
