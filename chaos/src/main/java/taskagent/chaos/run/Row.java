package taskagent.chaos.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.ToLongFunction;

/** All runs of one fault on one tier, added up. */
record Row(String tier, int fault, String name, List<Piece> pieces) {

  static List<Row> of(List<Piece> pieces) {
    var rows = new LinkedHashMap<String, Row>();
    for (var piece : pieces) {
      rows.computeIfAbsent(
              piece.tier() + "/" + piece.fault() + "/" + piece.name(),
              _ -> new Row(piece.tier(), piece.fault(), piece.name(), new ArrayList<>()))
          .pieces()
          .add(piece);
    }
    return List.copyOf(rows.values());
  }

  long sum(ToLongFunction<Piece> of) {
    return pieces.stream().mapToLong(of).sum();
  }

  long violations() {
    return sum(piece -> piece.violations().size());
  }

  /** So many of a hundred runs had recovered by then, in seconds; a dash if they had not. */
  String recovered(int percent) {
    var times =
        pieces.stream()
            .mapToLong(Piece::recoveredMillis)
            .map(millis -> millis < 0 ? Long.MAX_VALUE : millis)
            .sorted()
            .toArray();
    long at = times[(int) Math.ceil(times.length * percent / 100.0) - 1];
    return at == Long.MAX_VALUE ? "–" : "%.1f".formatted(at / 1_000.0);
  }
}
