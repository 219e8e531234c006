package taskagent.dapr.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import taskagent.domain.engine.Retention;
import taskagent.domain.port.Unavailable;
import taskagent.json.RemovalJson;
import taskagent.json.RemovalJson.Removal;

/**
 * When documents expire, and the memory of those that did (specification §13, ADR 27). The state
 * store itself deletes a document when its time to live is over. So the memory of a removal is
 * written before, beside the document, and lives longer.
 */
public final class Removals {

  private static final String PREFIX = "removed-";

  private final Documents documents;
  private final Retention retention;
  private final InstantSource clock;

  /** Keeps the memory of removals among these documents. */
  public Removals(Documents documents, Retention retention, InstantSource clock) {
    this.documents = documents;
    this.retention = retention;
    this.clock = clock;
  }

  /** Returns how long what has ended is kept. */
  public Retention retention() {
    return retention;
  }

  /**
   * Returns the time to live of a document; empty if it never expires.
   *
   * @param since when its retention began
   * @param kept its retention
   */
  public Optional<Duration> timeToLive(Instant since, Duration kept) {
    return kept.isZero() ? Optional.empty() : Optional.of(left(since.plus(kept)));
  }

  /** Returns a second if the time is over, because a store takes zero for ever. */
  private Duration left(Instant until) {
    var left = Duration.between(clock.instant(), until);
    return left.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : left;
  }

  /**
   * Records that a document is removed at a time, now or later. A later record replaces it.
   *
   * @param nextSeq the number of the next message, if it is a conversation
   * @throws Unavailable if the store is unavailable
   */
  public void add(String key, Instant at, Optional<Long> nextSeq) {
    var kept = timeToLive(at, retention.ids());
    var text = RemovalJson.write(new Removal(at, nextSeq));
    documents.put(PREFIX + key, text, kept);
  }

  /**
   * Returns the removal of a document that was not found; empty if it was not removed.
   *
   * @throws Unavailable if the store is unavailable
   */
  public Optional<Removal> find(String key) {
    return documents.find(PREFIX + key).map(document -> RemovalJson.read(document.text()));
  }
}
