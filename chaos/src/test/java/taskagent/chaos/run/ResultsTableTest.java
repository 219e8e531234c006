package taskagent.chaos.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests the table of results, and how newer results replace older ones. */
final class ResultsTableTest {

  private static RunResult result(
      String commit, String tier, int fault, long seed, long recovered) {
    return new RunResult(
        commit,
        "2026-01-02T03:04:05Z",
        tier,
        fault,
        "killed",
        seed,
        new RunResult.Calls(10, 8, 1, 1),
        5,
        List.of(),
        0,
        0,
        recovered,
        0,
        0,
        List.of());
  }

  private static List<String> lines(ResultsTable table) {
    return table.toString().lines().skip(2).toList();
  }

  @Test
  void runsOfOneFaultAreSummedUp() {
    var table =
        ResultsTable.of(List.of(result("c", "dapr", 5, 1, 1_000), result("c", "dapr", 5, 2, -1)));
    assertThat(lines(table))
        .containsExactly("| dapr | 5 killed | `c` | 2026-01-02 | 2 | 20 | 16 | 10 | 0 | 1.0 | – |");
  }

  @Test
  void newResultsReplaceOldOnesOfTheSameFault() {
    var old =
        ResultsTable.of(
            List.of(
                result("old", "dapr", 5, 1, 0),
                result("old", "dapr", 10, 1, 0),
                result("old", "kubernetes", 5, 1, 0)));
    var table =
        ResultsTable.of(List.of(result("new", "dapr", 10, 1, 0), result("new", "dapr", 9, 1, 0)));
    assertThat(lines(table.over("Words before it.\n\n" + old + "\nand after")))
        .extracting(line -> line.substring(0, line.indexOf(" | 2026")))
        .containsExactly(
            "| dapr | 5 killed | `old`",
            "| dapr | 9 killed | `new`",
            "| dapr | 10 killed | `new`",
            "| kubernetes | 5 killed | `old`");
  }
}
