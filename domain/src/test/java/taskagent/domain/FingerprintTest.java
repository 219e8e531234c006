package taskagent.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Fingerprints differ for different texts. */
final class FingerprintTest {

  @Test
  void theSameTextsHaveTheSameFingerprint() {
    assertThat(Fingerprint.of("a", "b")).isEqualTo(Fingerprint.of("a", "b")).hasSize(64);
  }

  @Test
  void theFingerprintIsTheSameInEveryVersion() {
    // It is stored with conversations, so it must not change.
    assertThat(Fingerprint.of("hello"))
        .isEqualTo("a3a285698dc7dbfe23947339ee187d471f643617f88b4af70209bb1a01edd9d9");
  }

  @Test
  void theBoundaryBetweenTextsChangesTheFingerprint() {
    assertThat(Fingerprint.of("ab", "c")).isNotEqualTo(Fingerprint.of("a", "bc"));
    assertThat(Fingerprint.of("ab")).isNotEqualTo(Fingerprint.of("a", "b"));
    assertThat(Fingerprint.of("1:a")).isNotEqualTo(Fingerprint.of("a"));
    assertThat(Fingerprint.of("")).isNotEqualTo(Fingerprint.of());
  }
}
