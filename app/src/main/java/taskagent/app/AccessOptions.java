package taskagent.app;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import taskagent.access.OidcSettings;

/** The options that say who may call the server (specification §15). */
final class AccessOptions {

  /** How callers show who they are. */
  enum Mode {
    OPEN,
    TOKENS,
    OIDC
  }

  @Option(
      names = "--access-mode",
      defaultValue = "open",
      description = {
        "How callers show who they are: not at all (open), by tokens in a file (tokens), or by those"
            + " of an identity provider (oidc).",
        "Default: ${DEFAULT-VALUE}, which other machines must not reach."
      })
  private Mode mode;

  @Option(
      names = "--access-open-anyway",
      description = "Open access also on an address that other machines reach.")
  private boolean openAnyway;

  @Option(
      names = "--access-tokens-file",
      converter = PathOption.class,
      paramLabel = "<file>",
      description =
          "tokens: their file, which taskagent token edits. Default: tokens.json in the data"
              + " folder.")
  private @Nullable Path tokensFile;

  @Option(
      names = "--access-oidc-issuer",
      paramLabel = "<issuer>",
      description = "oidc: the issuer, as it is in the provider's tokens.")
  private String issuer = "";

  @Option(
      names = "--access-oidc-audience",
      paramLabel = "<audience>",
      description = "oidc: the audience that a token must name.")
  private String audience = "";

  @Option(
      names = "--access-oidc-keys-url",
      converter = WebAddress.class,
      paramLabel = "<url>",
      description = "oidc: the address of the provider's public keys (JWKS).")
  private @Nullable URI keys;

  @Option(
      names = "--access-oidc-algorithms",
      split = ",",
      defaultValue = "RS256,ES256",
      paramLabel = "<name>",
      description = "oidc: the signatures that are accepted. Default: ${DEFAULT-VALUE}.")
  private List<String> algorithms = new ArrayList<>();

  @Option(
      names = "--access-oidc-user-claim",
      defaultValue = "sub",
      paramLabel = "<claim>",
      description = "oidc: the claim with the id of the user. Default: ${DEFAULT-VALUE}.")
  private String userClaim;

  @Option(
      names = "--access-oidc-role-claim",
      defaultValue = "roles",
      paramLabel = "<claim>",
      description =
          "oidc: the claim with user, operator or reader, or with a list of words."
              + " Default: ${DEFAULT-VALUE}.")
  private String roleClaim;

  /** Checks an option. */
  interface Check {
    void require(String option, boolean holds, String otherwise);
  }

  /** Checks the values for a server on an address. */
  void check(String host, Check check) {
    check.require(
        "--host",
        mode != Mode.OPEN || openAnyway || Loopback.names(host),
        host
            + " is an address that other machines reach, and access is open. Let callers show"
            + " tokens with --access-mode tokens, or, if something else decides who may call, add"
            + " --access-open-anyway");
    boolean oidc = mode == Mode.OIDC;
    check.require("--access-oidc-issuer", !oidc || !issuer.isBlank(), "must be given");
    check.require("--access-oidc-audience", !oidc || !audience.isBlank(), "must be given");
    check.require("--access-oidc-keys-url", !oidc || keys != null, "must be given");
    check.require(
        "--access-oidc-algorithms",
        OidcSettings.POSSIBLE_ALGORITHMS.containsAll(algorithms),
        "must be some of " + String.join(", ", OidcSettings.POSSIBLE_ALGORITHMS));
  }

  /** Returns the checked values. */
  AccessSettings settings(Path data) {
    return switch (mode) {
      case OPEN -> new AccessSettings.Open();
      case TOKENS ->
          new AccessSettings.InFile(Optional.ofNullable(tokensFile).orElse(inside(data)));
      case OIDC ->
          new AccessSettings.Oidc(
              new OidcSettings(
                  issuer,
                  audience,
                  Optional.ofNullable(keys).orElseThrow(),
                  algorithms,
                  userClaim,
                  roleClaim));
    };
  }

  /** Returns the file of tokens in a data folder. */
  static Path inside(Path data) {
    return data.resolve("tokens.json");
  }
}
