package taskagent.access;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import taskagent.domain.access.Caller.Known;
import taskagent.domain.port.Tokens;
import taskagent.json.TokensJson;
import taskagent.json.TokensJson.StoredToken;
import taskagent.json.UnreadableDocument;

/**
 * The tokens in a file. A change of the file is noticed within a second. Nothing is remembered of
 * tokens that are unknown, and each costs one hash.
 *
 * <p>A file that cannot be read leaves the tokens as they are, so that a slip of an editor does not
 * lock everybody out. A file that is gone has no tokens.
 */
public final class FileTokens implements Tokens {

  private static final System.Logger LOG = System.getLogger(FileTokens.class.getName());
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  /** Longer texts are no tokens, and not worth a hash. */
  private static final int LENGTH_AT_MOST = 1_024;

  private final Path file;
  private final InstantSource clock;
  private final ReentrantLock looking = new ReentrantLock();
  private volatile long lookedAt;
  private volatile List<Entry> entries = List.of();
  private Optional<Version> version = Optional.empty();
  private boolean troubled;

  @SuppressWarnings("ArrayRecordComponent") // compared by MessageDigest alone
  private record Entry(byte[] hash, StoredToken token) {}

  /** What differs between two versions of a file. */
  private record Version(FileTime modified, long size, @Nullable Object key) {}

  /** Reads a file. Without one, there are no tokens until there is one. */
  public FileTokens(Path file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
    look();
    if (entries.isEmpty()) {
      LOG.log(
          WARNING,
          "there are no tokens in {0}, so nobody can do anything; see taskagent token create",
          file);
    }
  }

  @Override
  public Optional<Known> holder(String token) {
    if (System.nanoTime() - lookedAt > LOOK_EVERY.toNanos() && looking.tryLock()) {
      try {
        look();
      } finally {
        looking.unlock();
      }
    }
    return token.length() > LENGTH_AT_MOST ? Optional.empty() : known(TokenHash.of(token));
  }

  /** Compares with all of them, so that the time does not tell how much of a hash is right. */
  private Optional<Known> known(byte[] hash) {
    Optional<StoredToken> found = Optional.empty();
    for (var entry : entries) {
      if (MessageDigest.isEqual(entry.hash(), hash)) {
        found = Optional.of(entry.token());
      }
    }
    return found.filter(token -> !token.expired(clock.instant())).map(StoredToken::holder);
  }

  private void look() {
    try {
      var now = version();
      if (!now.equals(version)) {
        entries = now.isEmpty() ? List.of() : read();
        version = now;
        LOG.log(INFO, "read {0} tokens from {1}", entries.size(), file);
      }
      troubled = false;
    } catch (IOException e) {
      warn("it cannot be read");
    } catch (UnreadableDocument e) {
      warn(String.valueOf(e.getMessage()));
    } finally {
      lookedAt = System.nanoTime();
    }
  }

  private Optional<Version> version() throws IOException {
    try {
      var found = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(new Version(found.lastModifiedTime(), found.size(), found.fileKey()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private List<Entry> read() throws IOException {
    return TokensJson.read(Files.readString(file)).stream()
        .map(token -> new Entry(HexFormat.of().parseHex(token.sha256()), token))
        .toList();
  }

  /** Warns once until it works again. */
  private void warn(String why) {
    if (!troubled) {
      LOG.log(WARNING, "the tokens stay as they were, because of {0}: {1}", file, why);
    }
    troubled = true;
  }
}
