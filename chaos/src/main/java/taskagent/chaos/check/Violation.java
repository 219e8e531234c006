package taskagent.chaos.check;

/**
 * An invariant that did not hold.
 *
 * @param subject the task or user
 * @param story a description, in a sentence or a few lines
 */
public record Violation(Invariant invariant, String subject, String story) {

  @Override
  public String toString() {
    return "invariant " + invariant + " does not hold for " + subject + ": " + story;
  }
}
