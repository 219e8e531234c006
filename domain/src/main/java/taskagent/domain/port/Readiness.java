package taskagent.domain.port;

import java.util.Optional;

/** Tells whether the engine can serve (spec §5). */
public interface Readiness {

  /** What keeps it from serving, in a sentence; empty if nothing does. */
  Optional<String> notReady();
}
