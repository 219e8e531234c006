package taskagent.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import taskagent.domain.Ids;
import taskagent.domain.access.Caller.Known;
import taskagent.domain.access.Role;
import taskagent.domain.port.Tokens;

/**
 * The tokens of an identity provider: JSON Web Tokens that it has signed (RFC 7519). A token counts
 * if its algorithm is allowed, the provider's key with its id has signed it, it names this issuer
 * and this audience, it is valid now, and it names a user and a role. Of everything else nothing is
 * believed.
 */
public final class OidcTokens implements Tokens {

  private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);
  private static final int LENGTH_AT_MOST = 8_192;

  private final OidcSettings settings;
  private final InstantSource clock;
  private final PublicKeys keys;
  private final DefaultJWSVerifierFactory verifiers = new DefaultJWSVerifierFactory();

  /** Checks the tokens of a provider. Its keys are read when the first token comes. */
  public OidcTokens(OidcSettings settings, InstantSource clock) {
    this(settings, clock, PublicKeys.Pace.USUAL);
  }

  OidcTokens(OidcSettings settings, InstantSource clock, PublicKeys.Pace pace) {
    this.settings = settings;
    this.clock = clock;
    this.keys = new PublicKeys(settings.keys(), pace);
  }

  @Override
  public Optional<Known> holder(String token) {
    if (token.length() > LENGTH_AT_MOST) {
      return Optional.empty();
    }
    try {
      var signed = SignedJWT.parse(token); // not a token without a signature
      return allowed(signed) && signedByProvider(signed)
          ? holder(signed.getJWTClaimsSet())
          : Optional.empty();
    } catch (ParseException | JOSEException e) {
      return Optional.empty();
    }
  }

  private boolean allowed(SignedJWT token) {
    var header = token.getHeader();
    return settings.algorithms().contains(header.getAlgorithm().getName())
        && header.getKeyID() != null
        && header.getCriticalParams() == null;
  }

  private boolean signedByProvider(SignedJWT token) throws JOSEException {
    var key = keys.find(token.getHeader().getKeyID()).filter(found -> fits(found, token));
    return key.isPresent() && token.verify(verifier(token, key.get()));
  }

  /** A key of another kind cannot be used, and neither can one that is for something else. */
  private static boolean fits(JWK key, SignedJWT token) {
    return key instanceof AsymmetricJWK
        && (key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE))
        && (key.getAlgorithm() == null
            || key.getAlgorithm().getName().equals(token.getHeader().getAlgorithm().getName()));
  }

  private JWSVerifier verifier(SignedJWT token, JWK key) throws JOSEException {
    return verifiers.createJWSVerifier(token.getHeader(), ((AsymmetricJWK) key).toPublicKey());
  }

  private Optional<Known> holder(JWTClaimsSet claims) throws ParseException {
    var now = clock.instant();
    boolean valid =
        settings.issuer().equals(claims.getIssuer())
            && claims.getAudience().contains(settings.audience())
            && claims.getExpirationTime() != null
            && now.isBefore(instant(claims.getExpirationTime(), now).plus(CLOCK_SKEW))
            && !now.isBefore(instant(claims.getNotBeforeTime(), now).minus(CLOCK_SKEW));
    if (!valid) {
      return Optional.empty();
    }
    var user = Optional.ofNullable(claims.getStringClaim(settings.userClaim()));
    return user.filter(Ids::wellFormed)
        .flatMap(id -> role(claims).map(role -> new Known(id, role)));
  }

  private static Instant instant(@Nullable Date time, Instant otherwise) {
    return time == null ? otherwise : time.toInstant();
  }

  /** Of several roles the one that may do most counts. Other words in the claim mean nothing. */
  private Optional<Role> role(JWTClaimsSet claims) {
    var words =
        switch (claims.getClaim(settings.roleClaim())) {
          case String word -> List.of(word);
          case List<?> list -> list;
          case null, default -> List.of();
        };
    return List.of(Role.OPERATOR, Role.READER, Role.USER).stream()
        .filter(role -> words.contains(role.wireName()))
        .findFirst();
  }
}
