package taskagent.http.api;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import taskagent.domain.Ids;
import taskagent.domain.access.CurrentCaller;
import taskagent.domain.conversation.Conversation;
import taskagent.domain.task.CommandId;
import taskagent.http.answer.Problem.Code;
import taskagent.http.answer.ProblemException;
import taskagent.http.answer.ShortDigest;
import taskagent.http.route.ApiRequest;

/** Keys by which a client marks a repeated request ({@code Idempotency-Key}). */
final class IdempotencyKeys {

  private static final HeaderName HEADER = HeaderNames.create("Idempotency-Key");
  private static final String NAME = "idempotency_key";

  /** Bytes of a digest that are used: enough that two keys never have the same. */
  private static final int DIGEST = 18;

  private IdempotencyKeys() {}

  /**
   * Returns the key of a request, if it has one.
   *
   * @throws ProblemException with 422 if it is ill-formed
   */
  static Optional<String> of(ApiRequest call) {
    var header = call.header(HEADER);
    if (header.isEmpty()) {
      return Optional.empty();
    }
    var key = header.getFirst();
    if (header.size() != 1 || !Ids.visible(key, Conversation.KEY_LENGTH_AT_MOST)) {
      throw ProblemException.field(
          NAME, Code.ILL_FORMED, Ids.visibleRule(Conversation.KEY_LENGTH_AT_MOST));
    }
    return Optional.of(key);
  }

  /** Returns the id of a command: the same one for the same key and content. */
  static CommandId commandId(ApiRequest call, String content) {
    return of(call)
        .map(key -> CommandId.byKey(digest(ofCaller(key)), digest(content)))
        .orElseGet(() -> CommandId.once(UUID.randomUUID().toString()));
  }

  /** Returns a text for the key of a request: the same one for the same key of the same caller. */
  static Optional<String> ofRequest(ApiRequest call) {
    return of(call).map(key -> digest(ofCaller(key)));
  }

  /** Returns a key that other users cannot have, who would otherwise get the caller's answers. */
  private static String ofCaller(String key) {
    return CurrentCaller.here().name().map(user -> user + "\n" + key).orElse(key);
  }

  /** Returns the problem that a key was used before for something else. */
  static ProblemException reused(String what) {
    return ProblemException.field(NAME, Code.REUSED, "was already used for " + what);
  }

  /** A key may have slashes and be longer than the id of a command. */
  private static String digest(String text) {
    return ShortDigest.of(text.getBytes(StandardCharsets.UTF_8), DIGEST);
  }
}
