package taskagent.access;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import taskagent.domain.access.Caller.Known;
import taskagent.domain.access.Role;
import taskagent.domain.port.Unavailable;

/** Tokens of an identity provider, whose keys come from a real HTTP server. */
final class OidcTokensTest {

  private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");
  private static final String ISSUER = "https://id.example/realm";
  private static final Known ADA = new Known("ada", Role.USER);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final PublicKeys.Pace ALWAYS =
      new PublicKeys.Pace(Duration.ofHours(1), Duration.ZERO, PATIENCE);

  @RegisterExtension
  static final WireMockExtension PROVIDER =
      WireMockExtension.newInstance()
          .options(options().dynamicPort().bindAddress("127.0.0.1"))
          .build();

  private static RSAKey first;
  private static RSAKey second;
  private static ECKey curve;

  private final AtomicReference<Instant> time = new AtomicReference<>(NOW);
  private final InstantSource clock = time::get;
  private OidcTokens tokens;

  @BeforeAll
  static void createKeys() throws JOSEException {
    first = new RSAKeyGenerator(2048).keyID("first").keyUse(KeyUse.SIGNATURE).generate();
    second = new RSAKeyGenerator(2048).keyID("second").generate();
    curve = new ECKeyGenerator(Curve.P_256).keyID("curve").generate();
  }

  @BeforeEach
  void start() {
    serve(first, curve);
    tokens = with(ALWAYS);
  }

  private OidcTokens with(PublicKeys.Pace pace) {
    return new OidcTokens(
        new OidcSettings(
            ISSUER,
            "taskagent",
            URI.create(PROVIDER.baseUrl() + "/keys"),
            List.of("RS256", "ES256"),
            "sub",
            "roles"),
        clock,
        pace);
  }

  private static void serve(JWK... keys) {
    PROVIDER.stubFor(
        get("/keys").willReturn(okJson(new JWKSet(List.of(keys)).toPublicJWKSet().toString())));
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience(List.of("other", "taskagent"))
        .subject("ada")
        .claim("roles", List.of("employee", "user"))
        .expirationTime(Date.from(NOW.plusSeconds(300)))
        .notBeforeTime(Date.from(NOW.minusSeconds(5)));
  }

  private static String signed(JWSHeader header, JWSSigner signer, JWTClaimsSet claims) {
    try {
      var token = new SignedJWT(header, claims);
      token.sign(signer);
      return token.serialize();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  private static String signed(RSAKey key, JWTClaimsSet claims) throws JOSEException {
    return signed(
        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
        new RSASSASigner(key),
        claims);
  }

  private void assertRefused(UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
    assertThat(tokens.holder(signed(first, change.apply(claims()).build()))).isEmpty();
  }

  @Test
  void aTokenOfTheProviderNamesUserAndRole() throws JOSEException {
    assertThat(tokens.holder(signed(first, claims().build()))).contains(ADA);
    var header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("curve").build();
    assertThat(tokens.holder(signed(header, new ECDSASigner(curve), claims().build())))
        .contains(ADA);
  }

  @Test
  void anExpiredTokenIsRefusedAfterTheClockSkew() throws JOSEException {
    var token = signed(first, claims().build());
    time.set(NOW.plusSeconds(359));
    assertThat(tokens.holder(token)).contains(ADA);
    time.set(NOW.plusSeconds(360));
    assertThat(tokens.holder(token)).isEmpty();
    assertRefused(c -> c.expirationTime(null));
  }

  @Test
  void aTokenThatIsNotYetValidIsRefused() throws JOSEException {
    var later = claims().notBeforeTime(Date.from(NOW.plusSeconds(61))).build();
    assertThat(tokens.holder(signed(first, later))).isEmpty();
    time.set(NOW.plusSeconds(1));
    assertThat(tokens.holder(signed(first, later))).contains(ADA);
  }

  @Test
  void aTokenForSomebodyElseOrOfSomebodyElseIsRefused() throws JOSEException {
    assertRefused(c -> c.audience("other"));
    assertRefused(c -> c.audience(List.of()));
    assertRefused(c -> c.issuer("https://id.example/other"));
    assertRefused(c -> c.issuer(null));
  }

  @Test
  void aTokenWithoutASignatureIsRefused() {
    assertThat(tokens.holder(new PlainJWT(claims().build()).serialize())).isEmpty();
    for (var text : List.of("", "a", "a.b.c", "..", "x".repeat(9_000))) {
      assertThat(tokens.holder(text)).isEmpty();
    }
  }

  @Test
  void thePublicKeyAsASharedSecretIsRefused() throws JOSEException {
    for (var secret :
        List.of(
            first.toRSAPublicKey().getEncoded(),
            first.toPublicJWK().toJSONString().getBytes(UTF_8))) {
      var header = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("first").build();
      assertThat(tokens.holder(signed(header, new MACSigner(secret), claims().build()))).isEmpty();
    }
  }

  @Test
  void anAlgorithmThatIsNotAllowedIsRefused() throws JOSEException {
    var header = new JWSHeader.Builder(JWSAlgorithm.RS512).keyID("first").build();
    assertThat(tokens.holder(signed(header, new RSASSASigner(first), claims().build()))).isEmpty();
    for (var algorithm : List.of("none", "HS256", "RS257")) {
      assertThatThrownBy(
              () ->
                  new OidcSettings(
                      ISSUER, "a", URI.create("http://x/"), List.of(algorithm), "sub", "roles"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aTokenOfAnotherKeyOrWithAChangeIsRefused() throws JOSEException {
    var forged = new RSAKeyGenerator(2048).keyID("first").generate();
    assertThat(tokens.holder(signed(forged, claims().build()))).isEmpty();
    var parts = signed(first, claims().build()).split("\\.", -1);
    var others = signed(first, claims().subject("eve").build()).split("\\.", -1);
    assertThat(tokens.holder(parts[0] + "." + others[1] + "." + parts[2])).isEmpty();
    var noId = new JWSHeader.Builder(JWSAlgorithm.RS256).build();
    assertThat(tokens.holder(signed(noId, new RSASSASigner(first), claims().build()))).isEmpty();
  }

  @Test
  void aKeyInTheTokenItselfIsNotBelieved() throws JOSEException {
    var own = new RSAKeyGenerator(2048).keyID("own").generate();
    var header =
        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("own").jwk(own.toPublicJWK()).build();
    assertThat(tokens.holder(signed(header, new RSASSASigner(own), claims().build()))).isEmpty();
  }

  @Test
  void aNewKeyIsReadWhenItsFirstTokenComes() throws JOSEException {
    assertThat(tokens.holder(signed(first, claims().build()))).contains(ADA);
    serve(second);
    assertThat(tokens.holder(signed(second, claims().build()))).contains(ADA);
    assertThat(tokens.holder(signed(first, claims().build()))).isEmpty();
  }

  @Test
  void madeUpKeysAskTheProviderSeldom() throws JOSEException {
    tokens = with(PublicKeys.Pace.USUAL);
    for (int i = 0; i < 50; i++) {
      var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("made-up-" + i).build();
      assertThat(tokens.holder(signed(header, new RSASSASigner(second), claims().build())))
          .isEmpty();
    }
    PROVIDER.verify(1, getRequestedFor(urlEqualTo("/keys")));
  }

  @Test
  void theOldKeysGoOnWhileTheProviderIsUnavailable() throws JOSEException {
    tokens = with(new PublicKeys.Pace(Duration.ZERO, Duration.ZERO, PATIENCE));
    var token = signed(first, claims().build());
    assertThat(tokens.holder(token)).contains(ADA);
    PROVIDER.stubFor(get("/keys").willReturn(aResponse().withStatus(503)));
    assertThat(tokens.holder(token)).contains(ADA);
    PROVIDER.stubFor(get("/keys").willReturn(okJson("{\"keys\": 7}")));
    assertThat(tokens.holder(token)).contains(ADA);
    assertThat(tokens.holder(signed(second, claims().build()))).isEmpty();
  }

  @Test
  void anAnswerThatNeverEndsHoldsNobodyUp() throws JOSEException {
    tokens = with(new PublicKeys.Pace(Duration.ZERO, Duration.ofHours(1), Duration.ofMillis(300)));
    PROVIDER.stubFor(
        get("/keys").willReturn(okJson("{\"keys\": []}").withChunkedDribbleDelay(10, 600_000)));
    var token = signed(first, claims().build());
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> assertThatThrownBy(() -> tokens.holder(token)).isInstanceOf(Unavailable.class));
  }

  @Test
  void beforeTheFirstKeysNothingCanBeTold() throws JOSEException {
    PROVIDER.stubFor(get("/keys").willReturn(aResponse().withStatus(500)));
    var token = signed(first, claims().build());
    assertThatThrownBy(() -> tokens.holder(token)).isInstanceOf(Unavailable.class);
    serve(first);
    assertThat(tokens.holder(token)).contains(ADA);
  }

  @ParameterizedTest
  @CsvSource({"operator, OPERATOR", "reader, READER", "user, USER"})
  void theRoleMayBeAWord(String word, Role role) throws JOSEException {
    assertThat(tokens.holder(signed(first, claims().claim("roles", word).build())))
        .contains(new Known("ada", role));
  }

  @Test
  void withoutAKnownRoleOrUserATokenIsRefused() throws JOSEException {
    assertRefused(c -> c.claim("roles", List.of("root", "OPERATOR")));
    assertRefused(c -> c.claim("roles", null));
    assertRefused(c -> c.claim("roles", 7));
    assertRefused(c -> c.subject(null));
    assertRefused(c -> c.subject("ada@example.org"));
  }
}
