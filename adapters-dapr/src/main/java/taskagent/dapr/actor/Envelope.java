package taskagent.dapr.actor;

import static java.lang.System.Logger.Level.ERROR;

import io.dapr.actors.ActorId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import taskagent.dapr.sidecar.CallFailed;
import taskagent.dapr.sidecar.SidecarCalls;
import taskagent.domain.port.Removed;
import taskagent.domain.port.Unavailable;
import taskagent.json.Json;
import taskagent.json.UnreadableDocument;

/**
 * The answer of an actor method that only Task Agent itself calls: JSON with a result or a failure.
 * Other apps get a failure as Dapr's error ({@link #plain}).
 */
public final class Envelope {

  private static final System.Logger LOG = System.getLogger(Envelope.class.getName());

  private static final String REMOVED = "removed";
  private static final String AT = "at";

  private Envelope() {}

  /**
   * Runs a turn and wraps its result or failure.
   *
   * @param read parses the request, which other apps may have sent
   * @param turn processes the request
   */
  static <T> Mono<byte[]> of(ActorId actor, Supplier<T> read, Function<T, String> turn) {
    return Mono.fromSupplier(() -> seal(actor, read, turn).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Runs a turn for another app, and answers with its plain result.
   *
   * @throws CallFailed if the call is malformed, refused, or failed
   */
  static <T> Mono<byte[]> plain(ActorId actor, Supplier<T> read, Function<T, String> turn) {
    return Mono.fromSupplier(
        () -> {
          try {
            return answer(actor, read, turn).getBytes(StandardCharsets.UTF_8);
          } catch (Removed e) {
            throw CallFailed.refused(e.reason());
          }
        });
  }

  private static <T> String answer(ActorId actor, Supplier<T> read, Function<T, String> turn) {
    T asked;
    try {
      asked = read.get();
    } catch (UnreadableDocument | IllegalArgumentException e) {
      throw CallFailed.malformed(String.valueOf(e.getMessage()));
    }
    try {
      return turn.apply(asked);
    } catch (CallFailed | Removed e) {
      throw e;
    } catch (Unavailable e) {
      throw e.kind() == Unavailable.Kind.DAMAGED
          ? CallFailed.damaged(e.reason())
          : CallFailed.unavailable(e.reason());
    } catch (UnreadableDocument e) {
      throw CallFailed.damaged("a document in the store cannot be read: " + e.getMessage());
    } catch (RuntimeException e) {
      LOG.log(ERROR, () -> "actor " + actor + " failed in a turn", e);
      throw CallFailed.defect();
    }
  }

  private static <T> String seal(ActorId actor, Supplier<T> read, Function<T, String> turn) {
    try {
      return answer(actor, read, turn);
    } catch (Removed e) {
      return Json.object(
          json -> {
            json.writeStringField(REMOVED, e.what());
            json.writeStringField(AT, e.at().toString());
          });
    } catch (CallFailed e) {
      return Json.object(
          json -> json.writeStringField(e.kind().field(), String.valueOf(e.getMessage())));
    }
  }

  /**
   * Unwraps the answer of an actor.
   *
   * @throws Removed if what the call names was removed
   * @throws Unavailable if the actor could not be reached, or could not reach or read what it needs
   * @throws IllegalStateException if the actor failed because of a defect
   */
  public static String open(Mono<byte[]> call) {
    var text =
        new String(
            SidecarCalls.of(call)
                .orElseThrow(() -> Unavailable.outOfReach("an actor's answer was empty")),
            StandardCharsets.UTF_8);
    var fields = Json.read(text);
    fields
        .maybeText("unavailable")
        .ifPresent(
            reason -> {
              throw Unavailable.outOfReach(reason);
            });
    fields
        .maybeText("damaged")
        .ifPresent(
            reason -> {
              throw Unavailable.damaged(reason);
            });
    fields
        .maybeText(REMOVED)
        .ifPresent(
            what -> {
              throw new Removed(what, Instant.parse(fields.text(AT)));
            });
    fields
        .maybeText("defect")
        .or(() -> fields.maybeText("unreadable"))
        .ifPresent(
            why -> {
              throw new IllegalStateException("an actor failed: " + why);
            });
    return text;
  }
}
