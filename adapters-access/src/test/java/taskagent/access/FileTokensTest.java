package taskagent.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskagent.domain.access.Caller.Known;
import taskagent.domain.access.Role;

/** The file of tokens: edited by commands while a server reads it. */
final class FileTokensTest {

  private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");
  private static final Known ADA = new Known("ada", Role.USER);
  private static final Known OPS = new Known("ops", Role.OPERATOR);

  @TempDir private Path folder;
  private final AtomicReference<Instant> time = new AtomicReference<>(NOW);
  private final InstantSource clock = time::get;

  private Path path() {
    return folder.resolve("inner").resolve("tokens.json");
  }

  private TokenFile file() {
    return new TokenFile(path());
  }

  private String create(Known holder) throws IOException {
    return file().create(Optional.empty(), holder, NOW, Optional.empty()).orElseThrow().token();
  }

  @Test
  void aTokenSaysWhoHoldsIt() throws IOException {
    var ofAda = create(ADA);
    var ofOps = create(OPS);
    var tokens = new FileTokens(path(), clock);
    assertThat(tokens.holder(ofAda)).contains(ADA);
    assertThat(tokens.holder(ofOps)).contains(OPS);
    for (var wrong :
        List.of(
            "",
            ofAda + "x",
            ofAda.substring(1),
            ofAda.toLowerCase(Locale.ROOT),
            "x".repeat(100_000))) {
      assertThat(tokens.holder(wrong)).isEmpty();
    }
  }

  @Test
  void theFileHasNoTokenAndOnlyItsOwnerCanReadIt() throws IOException {
    var token = create(ADA);
    assertThat(token).startsWith("taskagent_").hasSize(10 + 43);
    assertThat(Files.readString(path())).doesNotContain(token.substring(10));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
        .isEqualTo("rw-------");
    try (var files = Files.list(path().getParent())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("tokens.json", "tokens.json.lock");
    }
  }

  @Test
  void aServerNoticesNewAndRevokedTokens() throws IOException {
    var first = create(ADA);
    var tokens = new FileTokens(path(), clock);
    var second = create(OPS);
    eventually(() -> assertThat(tokens.holder(second)).contains(OPS));
    assertThat(file().revoke("ada-1")).isTrue();
    assertThat(file().revoke("ada-1")).isFalse();
    eventually(() -> assertThat(tokens.holder(first)).isEmpty());
    assertThat(tokens.holder(second)).contains(OPS);
  }

  @Test
  void aServerThatStartsWithoutAFileReadsItOnceItIsThere() throws IOException {
    var tokens = new FileTokens(path(), clock);
    var token = create(ADA);
    eventually(() -> assertThat(tokens.holder(token)).contains(ADA));
    Files.delete(path());
    eventually(() -> assertThat(tokens.holder(token)).isEmpty());
  }

  @Test
  void aDamagedFileLeavesTheTokensAsTheyAre() throws IOException {
    var token = create(ADA);
    var tokens = new FileTokens(path(), clock);
    var content = Files.readString(path());
    Files.writeString(path(), "{");
    Awaitility.await()
        .during(Duration.ofSeconds(1))
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(tokens.holder(token)).contains(ADA));
    Files.writeString(path(), content.replace("\"user\":\"ada\"", "\"user\":\"bob\""));
    eventually(() -> assertThat(tokens.holder(token)).contains(new Known("bob", Role.USER)));
  }

  @Test
  void anExpiredTokenIsNotValid() throws IOException {
    var end = NOW.plusSeconds(60);
    var token =
        file().create(Optional.of("short"), ADA, NOW, Optional.of(end)).orElseThrow().token();
    var tokens = new FileTokens(path(), clock);
    time.set(end.minusMillis(1));
    assertThat(tokens.holder(token)).contains(ADA);
    time.set(end);
    assertThat(tokens.holder(token)).isEmpty();
  }

  @Test
  void namesAreUnique() throws IOException {
    var file = file();
    assertThat(file.create(Optional.of("a"), ADA, NOW, Optional.empty())).isPresent();
    assertThat(file.create(Optional.of("a"), OPS, NOW, Optional.empty())).isEmpty();
    create(ADA);
    create(ADA);
    assertThat(file.list())
        .extracting(token -> token.name())
        .containsExactly("a", "ada-1", "ada-2");
  }

  @Test
  void unknownTokensAreCheap() throws IOException {
    create(ADA);
    var tokens = new FileTokens(path(), clock);
    var threads = ManagementFactory.getThreadMXBean();
    long begun = threads.getCurrentThreadCpuTime();
    for (int i = 0; i < 100_000; i++) {
      assertThat(tokens.holder("taskagent_" + i).isPresent()).isFalse();
    }
    assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - begun))
        .as("time on the processor")
        .isLessThan(Duration.ofSeconds(10));
  }

  private static void eventually(ThrowingRunnable assertion) {
    Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(assertion);
  }
}
