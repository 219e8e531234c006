package taskagent.dapr;

import static java.lang.System.Logger.Level.ERROR;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import taskagent.domain.port.Unavailable;
import taskagent.json.Json;

/**
 * What an actor's method answers: JSON, or that it could not be done. An exception would reach the
 * caller as nothing but a failed call, and Dapr would make that call again by itself.
 */
final class Envelope {

  private static final System.Logger LOG = System.getLogger(Envelope.class.getName());

  private Envelope() {}

  /** Has a turn taken, and answers with what came of it. */
  static Mono<byte[]> of(String actor, Supplier<String> turn) {
    return Mono.fromSupplier(() -> seal(actor, turn).getBytes(StandardCharsets.UTF_8));
  }

  private static String seal(String actor, Supplier<String> turn) {
    try {
      return turn.get();
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
        .ifPresent(
            where -> {
              throw new IllegalStateException("an actor has a defect: " + where);
            });
    return text;
  }
}
