package taskagent.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A table with a row for each thing that was measured, by its name, and a column for each
 * contender.
 */
final class SideBySide {

  private final SortedMap<String, Map<String, String>> rows = new TreeMap<>();
  private final SequencedSet<String> contenders = new LinkedHashSet<>();

  /** What a contender reached. */
  void add(String row, String contender, String value) {
    contenders.add(contender);
    rows.computeIfAbsent(row, _ -> new LinkedHashMap<>()).put(contender, value);
  }

  /** All of it; what was not measured is left out. */
  Table table() {
    var header = new ArrayList<String>();
    header.add("what");
    header.addAll(contenders);
    var table = Table.ofFigures(header.toArray(String[]::new));
    rows.forEach(
        (name, values) -> {
          var row = new ArrayList<>(List.of(name));
          contenders.forEach(contender -> row.add(values.getOrDefault(contender, "")));
          table.add(row);
        });
    return table;
  }
}
