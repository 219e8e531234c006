package taskagent.http.access;

import java.util.List;
import java.util.Optional;

/** The token in the header {@code Authorization: Bearer …} (RFC 6750 §2.1). */
final class BearerToken {

  private static final String SCHEME = "bearer ";

  private BearerToken() {}

  /**
   * Returns the token; empty if there is no header of this scheme. With several headers the token
   * is an empty one, which nobody has.
   */
  static Optional<String> of(List<String> header) {
    if (header.size() > 1) {
      return Optional.of("");
    }
    return header.stream()
        .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(value -> value.substring(SCHEME.length()).strip())
        .findFirst();
  }
}
