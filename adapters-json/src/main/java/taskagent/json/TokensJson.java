package taskagent.json;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import taskagent.domain.access.Caller.Known;
import taskagent.domain.access.Role;

/** The JSON of the file of tokens. It has the hash of each token, never the token itself. */
public final class TokensJson {

  private static final int FORMAT = 1;
  private static final Predicate<String> HASH = Pattern.compile("[0-9a-f]{64}").asMatchPredicate();

  /**
   * A token.
   *
   * @param name by which operators know it; no other token in the file has it
   * @param holder who shows it
   * @param sha256 its SHA-256, in 64 hexadecimal digits
   * @param expiresAt from when on it is not valid; empty if it does not expire
   */
  public record StoredToken(
      String name, Known holder, String sha256, Instant createdAt, Optional<Instant> expiresAt) {

    /** Returns true if the token is not valid at this time. */
    public boolean expired(Instant now) {
      return expiresAt.filter(end -> !now.isBefore(end)).isPresent();
    }
  }

  private TokensJson() {}

  /** Writes tokens. */
  public static String write(List<StoredToken> tokens) {
    return Json.object(
        json -> {
          json.writeNumberField("format", FORMAT);
          json.writeArrayFieldStart("tokens");
          for (var token : tokens) {
            json.writeStartObject();
            json.writeStringField("name", token.name());
            json.writeStringField("user", token.holder().user());
            json.writeStringField("role", token.holder().role().wireName());
            json.writeStringField("sha256", token.sha256());
            Json.instant(json, "created_at", token.createdAt());
            Json.optional(json, "expires_at", token.expiresAt());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /**
   * Reads tokens.
   *
   * @throws UnreadableDocument if it has another format or is damaged
   */
  public static List<StoredToken> read(String text) {
    return Json.read(text).format("a file of tokens", FORMAT).list("tokens", TokensJson::token);
  }

  private static StoredToken token(Fields fields) {
    var role = fields.parsed("role", Role::ofWireName);
    return new StoredToken(
        fields.text("name"),
        fields.parsed("user", user -> new Known(user, role)),
        fields.parsed("sha256", TokensJson::hash),
        fields.instant("created_at"),
        fields.maybeInstant("expires_at"));
  }

  private static String hash(String text) {
    if (!HASH.test(text)) {
      throw new IllegalArgumentException("it is not a SHA-256");
    }
    return text;
  }
}
