package taskagent.domain.engine;

/** Lets one run call the outside. Its holder closes it, or passes it on. */
public interface Permit extends AutoCloseable {

  /** Gives the permit back. Only the first call has an effect. */
  @Override
  void close();
}
