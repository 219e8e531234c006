package taskagent.access;

import java.net.URI;
import java.util.List;

/**
 * How the tokens of an identity provider are checked (OpenID Connect).
 *
 * @param issuer as the provider writes it into its tokens
 * @param audience for whom a token must be meant
 * @param keys the address of the provider's public keys (JWKS)
 * @param algorithms the signatures that are accepted, such as RS256
 * @param userClaim the claim that has the id of the user
 * @param roleClaim the claim that has the role, or a list of words with one role among them
 */
public record OidcSettings(
    String issuer,
    String audience,
    URI keys,
    List<String> algorithms,
    String userClaim,
    String roleClaim) {

  /** Signatures with a public key. A shared secret, or none at all, proves nothing here. */
  public static final List<String> POSSIBLE_ALGORITHMS =
      List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

  /** Copies the list, and checks the algorithms. */
  public OidcSettings {
    algorithms = List.copyOf(algorithms);
    if (algorithms.isEmpty() || !POSSIBLE_ALGORITHMS.containsAll(algorithms)) {
      throw new IllegalArgumentException("an algorithm must be one of " + POSSIBLE_ALGORITHMS);
    }
  }
}
