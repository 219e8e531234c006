package taskagent.domain.port;

import java.util.Optional;

/** Says whether the engine is ready to serve (specification §5). */
public interface Readiness {

  /** Returns why the engine is not ready, in a sentence; empty if it is ready. */
  Optional<String> notReady();
}
