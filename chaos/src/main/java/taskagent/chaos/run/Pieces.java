package taskagent.chaos.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Where what came of each run is kept, so that runs of an hour each make one report. */
public final class Pieces {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  /** Those of the current commit, below that folder. */
  public Pieces(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder.resolve(Commit.current()));
  }

  /** Adds one; an earlier one of the same fault, tier and seed is replaced. */
  public void add(Piece piece) throws IOException {
    var name = "%s-%s-%d.json".formatted(piece.tier(), piece.name(), piece.seed());
    JSON.writeValue(folder.resolve(name.replaceAll("[^A-Za-z0-9.]+", "-")).toFile(), piece);
  }

  /** All of them, by tier and fault. */
  public List<Piece> all() throws IOException {
    var pieces = new ArrayList<Piece>();
    try (var files = Files.newDirectoryStream(folder, "*.json")) {
      for (var file : files) {
        pieces.add(JSON.readValue(file.toFile(), Piece.class));
      }
    }
    pieces.sort(
        Comparator.comparing(Piece::tier)
            .thenComparing(Piece::fault)
            .thenComparing(Piece::name)
            .thenComparing(Piece::seed));
    return pieces;
  }
}
