package taskagent.app;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import taskagent.access.FileTokens;
import taskagent.access.OidcSettings;
import taskagent.access.OidcTokens;
import taskagent.domain.port.Tokens;

/** How callers show who they are. */
sealed interface AccessSettings {

  /** They need not. */
  record Open() implements AccessSettings {}

  /** By tokens in a file. */
  record InFile(Path file) implements AccessSettings {}

  /** By tokens of an identity provider. */
  record Oidc(OidcSettings provider) implements AccessSettings {}

  /** Returns the tokens that are valid; empty if nobody needs one. */
  default Optional<Tokens> tokens(InstantSource clock) {
    return switch (this) {
      case Open _ -> Optional.empty();
      case InFile(var file) -> Optional.of(new FileTokens(file, clock));
      case Oidc(var provider) -> Optional.of(new OidcTokens(provider, clock));
    };
  }

  /** Returns true if callers need not say who they are. */
  default boolean open() {
    return this instanceof Open;
  }

  /** Returns a sentence for the console. */
  default String about() {
    return switch (this) {
      case Open _ -> "Callers need no token";
      case InFile(var file) -> "Callers show tokens that are in " + file;
      case Oidc(var provider) -> "Callers show tokens of " + provider.issuer();
    };
  }
}
