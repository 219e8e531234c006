package taskagent.chaos.run;

import java.util.List;

/**
 * What came of one run, as it is kept for the report.
 *
 * @param commit of the sources, or {@code unknown}
 * @param at when it began, ISO-8601
 * @param calls how many there were, and how they were answered
 * @param sagas how many workflows were accepted
 * @param violations the stories, of which there should be none
 * @param injectedMillis when the fault came, counted from the run's beginning
 * @param healedMillis when it was mended
 * @param recoveredMillis from the fault until work was done again as before; negative if never
 * @param settledMillis from the mending until all was at rest and right
 * @param done how many calls were acknowledged in each half second
 */
public record Piece(
    String commit,
    String at,
    String tier,
    int fault,
    String name,
    long seed,
    Calls calls,
    int sagas,
    List<String> violations,
    long injectedMillis,
    long healedMillis,
    long recoveredMillis,
    long settledMillis,
    List<Integer> done) {

  /** How many calls there were, and how many of them were acknowledged or told "not now". */
  public record Calls(int all, int acknowledged, int notNow, int unanswered) {}
}
