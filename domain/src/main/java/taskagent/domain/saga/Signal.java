package taskagent.domain.saga;

/**
 * Something that a run is told from outside, for example the decision of a person.
 *
 * @param id identifies the signal; the same signal takes effect at most once
 * @param name what the signal is about; a step hears one name
 */
public record Signal(String id, String name, String payload) {}
