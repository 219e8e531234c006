package taskagent.http.events;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BiFunction;
import taskagent.domain.view.Filter;

/**
 * A filter line of a stream. The line is read again now and then, because durations in it count
 * from the present, and a stream may be open for days. Only one thread uses it.
 */
final class LiveFilter<S extends Enum<S>> {

  private static final Duration CURRENT_FOR = Duration.ofSeconds(1);

  private final String line;
  private final BiFunction<String, Instant, Filter<S>> reader;
  private final InstantSource clock;
  private Instant readAt;
  private Filter<S> filter;

  /**
   * Reads the line.
   *
   * @throws taskagent.http.answer.ProblemException if it is ill-formed
   */
  LiveFilter(String line, BiFunction<String, Instant, Filter<S>> reader, InstantSource clock) {
    this.line = line;
    this.reader = reader;
    this.clock = clock;
    this.readAt = clock.instant();
    this.filter = reader.apply(line, readAt);
  }

  /** Returns the filter as it is now. */
  Filter<S> now() {
    var now = clock.instant();
    if (Duration.between(readAt, now).abs().compareTo(CURRENT_FOR) > 0) {
      readAt = now;
      filter = reader.apply(line, now);
    }
    return filter;
  }
}
