package taskagent.domain.contract;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that only tests advance, in whole milliseconds. */
public final class ManualClock implements InstantSource {

  /** The start of every test. */
  public static final Instant START = Instant.parse("2026-03-01T09:00:00Z");

  private Instant now = START;

  @Override
  public synchronized Instant instant() {
    return now;
  }

  /** Advances the clock. */
  public synchronized void advance(Duration by) {
    now = now.plus(by);
  }
}
