package taskagent.chaos.check;

import java.time.Instant;

/**
 * One request of a client and its result.
 *
 * @param client the number of the client, which makes one call after the other
 */
public record ClientCall(
    int client, ClientRequest op, Instant began, Instant ended, CallResult reply) {

  /** Returns true if the request succeeded. */
  public boolean acknowledged() {
    return reply.acknowledged();
  }

  @Override
  public String toString() {
    return "%s client %d: %s -> %d %s in %d ms"
        .formatted(
            began,
            client,
            op,
            reply.status(),
            reply.text(),
            ended.toEpochMilli() - began.toEpochMilli());
  }
}
