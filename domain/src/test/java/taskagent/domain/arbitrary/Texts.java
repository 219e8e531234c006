package taskagent.domain.arbitrary;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random texts, ids and times. */
public final class Texts {

  /** The start of every test. */
  public static final Instant BEGIN = Instant.parse("2026-03-01T09:00:00Z");

  private Texts() {}

  /** Ids of tasks, users and keys: well-formed, of every length. */
  public static Arbitrary<String> ids() {
    var first = Arbitraries.strings().withCharRange('a', 'z').withCharRange('0', '9').ofLength(1);
    var rest =
        Arbitraries.strings()
            .withCharRange('a', 'z')
            .withCharRange('A', 'Z')
            .withCharRange('0', '9')
            .withChars('-', '_')
            .ofMaxLength(63);
    return Combinators.combine(first, rest).as(String::concat);
  }

  /** Texts with any characters, including emoji, quotes and control characters. */
  public static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings()
            .withCharRange('\u0000', '\ud7ff')
            .withCharRange('\ue000', '\uffff')
            .ofMaxLength(20),
        Arbitraries.of("", " ", "\"\\\n\t\u0000", "🎉 Grüße 世界", "null", "{\"a\":1}", "\u2028"));
  }

  /** Times around the start, in nanoseconds. */
  public static Arbitrary<Instant> times() {
    return Arbitraries.longs()
        .between(-Duration.ofDays(400).toNanos(), Duration.ofDays(400).toNanos())
        .map(BEGIN::plusNanos);
  }
}
