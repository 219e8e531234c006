package taskagent.dapr;

import static java.lang.System.Logger.Level.ERROR;

import io.dapr.actors.ActorId;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import taskagent.domain.port.Unavailable;
import taskagent.json.Json;
import taskagent.json.UnreadableDocument;

/**
 * What an actor's method answers: JSON, or that it could not be done. An exception would reach the
 * caller as nothing but a failed call, and Dapr would make that call again by itself.
 */
final class Envelope {

  private static final System.Logger LOG = System.getLogger(Envelope.class.getName());

  private Envelope() {}

  /**
   * Has a turn taken, and answers with what came of it.
   *
   * @param read reads what the turn is asked for; other apps may ask for anything
   * @param turn does it
   */
  static <T> Mono<byte[]> of(ActorId actor, Supplier<T> read, Function<T, String> turn) {
    return Mono.fromSupplier(() -> seal(actor, read, turn).getBytes(StandardCharsets.UTF_8));
  }

  private static <T> String seal(ActorId actor, Supplier<T> read, Function<T, String> turn) {
    T asked;
    try {
      asked = read.get();
    } catch (UnreadableDocument | IllegalArgumentException e) {
      return Json.object(json -> json.writeStringField("unreadable", e.getMessage()));
    }
    try {
      return turn.apply(asked);
    } catch (Unavailable e) {
      return Json.object(json -> json.writeStringField("unavailable", e.reason()));
    } catch (RuntimeException e) {
      LOG.log(ERROR, () -> "a turn of " + actor + " failed", e);
      return Json.object(
          json -> json.writeStringField("defect", "see the log of the actor's host"));
    }
  }

  /**
   * What an actor answered.
   *
   * @throws Unavailable if it could not be reached, or could not reach what it needs
   * @throws IllegalStateException if a defect kept it from answering
   */
  static String open(Mono<byte[]> call) {
    var text =
        new String(
            Reach.of(call)
                .orElseThrow(() -> Unavailable.outOfReach("an actor answered with nothing")),
            StandardCharsets.UTF_8);
    var fields = Json.read(text);
    fields
        .maybeText("unavailable")
        .ifPresent(
            reason -> {
              throw Unavailable.outOfReach(reason);
            });
    fields
        .maybeText("defect")
        .or(() -> fields.maybeText("unreadable"))
        .ifPresent(
            why -> {
              throw new IllegalStateException("an actor has a defect: " + why);
            });
    return text;
  }
}
