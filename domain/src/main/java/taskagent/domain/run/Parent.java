package taskagent.domain.run;

/**
 * Which step of which run started a child run.
 *
 * @param run the id of the parent
 * @param step the key of the step
 */
public record Parent(RunId run, String step) {}
