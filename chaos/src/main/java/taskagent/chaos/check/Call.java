package taskagent.chaos.check;

import java.time.Instant;

/**
 * One request of a client and what came of it.
 *
 * @param client each makes one call after the other
 */
public record Call(int client, Op op, Instant began, Instant ended, Reply reply) {

  /** Whether it was answered well. */
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
