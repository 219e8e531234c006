package taskagent.chaos.run;

import java.util.List;

/**
 * The result of one run, as it is stored for the report.
 *
 * @param commit of the sources, or {@code unknown}
 * @param at when the run began, ISO-8601
 * @param calls how many there were, and how they were answered
 * @param sagas how many workflows were accepted
 * @param violations a description of each violation; there should be none
 * @param injectedMillis from the beginning of the run until the fault was injected
 * @param healedMillis from the beginning of the run until the fault was healed
 * @param recoveredMillis from the fault until throughput was as before; negative if never
 * @param settledMillis from the last call until every invariant held
 * @param lastedMillis how long the run took in all
 * @param done how many calls were acknowledged in each half second
 */
public record RunResult(
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
    long lastedMillis,
    List<Integer> done) {

  /** How many calls there were, and how many were acknowledged or answered 429 or 503. */
  public record Calls(int all, int acknowledged, int notNow, int unanswered) {}
}
