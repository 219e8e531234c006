package taskagent.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.TreeMap;

/** A table with a row for each measured value, and a column for each contender. */
final class ComparisonTable {

  private final SortedMap<String, Map<String, String>> rows = new TreeMap<>();
  private final SequencedSet<String> contenders = new LinkedHashSet<>();

  /** Adds the value of a contender. */
  void add(String row, String contender, String value) {
    contenders.add(contender);
    rows.computeIfAbsent(row, _ -> new LinkedHashMap<>()).put(contender, value);
  }

  /** Returns the table; a value that was not measured is empty. */
  TextTable table() {
    var header = new ArrayList<String>();
    header.add("what");
    header.addAll(contenders);
    var table = TextTable.ofFigures(header.toArray(String[]::new));
    rows.forEach(
        (name, values) -> {
          var row = new ArrayList<>(List.of(name));
          contenders.forEach(contender -> row.add(values.getOrDefault(contender, "")));
          table.add(row);
        });
    return table;
  }
}
