package taskagent.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import taskagent.domain.access.Caller.Known;
import taskagent.json.TokensJson;
import taskagent.json.TokensJson.StoredToken;

/**
 * The file of tokens, for the commands that edit it. Each edit replaces the file as a whole, so
 * that a server never reads half of it. Only its owner can read it.
 */
public final class TokenFile {

  /** Makes a token easy to recognize, also for scanners that look for secrets in sources. */
  public static final String PREFIX = "taskagent_";

  private static final int RANDOM_BYTES = 32;

  private final Path file;

  /** Names a file, which need not exist. */
  public TokenFile(Path file) {
    this.file = file.toAbsolutePath();
  }

  /** A new token, which is shown once. */
  public record Created(String token, StoredToken stored) {}

  /**
   * Returns the tokens; none if there is no file.
   *
   * @throws IOException if the file cannot be read
   * @throws taskagent.json.UnreadableDocument if it is damaged
   */
  public List<StoredToken> list() throws IOException {
    try {
      return TokensJson.read(Files.readString(file));
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /**
   * Creates a token.
   *
   * @param name by which operators know it; empty for a name made from that of the user
   * @return empty if another token has the name
   */
  public Optional<Created> create(
      Optional<String> name, Known holder, Instant now, Optional<Instant> expiresAt)
      throws IOException {
    var random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    var token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    var hash = HexFormat.of().formatHex(TokenHash.of(token));
    return edit(
        all -> {
          var chosen = name.orElseGet(() -> free(holder.user(), all));
          if (names(all).contains(chosen)) {
            return Optional.empty();
          }
          var stored = new StoredToken(chosen, holder, hash, now, expiresAt);
          all.add(stored);
          return Optional.of(new Created(token, stored));
        });
  }

  /** Removes a token. Returns false if there is none with this name. */
  public boolean revoke(String name) throws IOException {
    return edit(all -> all.removeIf(token -> token.name().equals(name)));
  }

  private static String free(String user, List<StoredToken> all) {
    var names = names(all);
    int number = 1;
    while (names.contains(user + "-" + number)) {
      number++;
    }
    return user + "-" + number;
  }

  private static List<String> names(List<StoredToken> all) {
    return all.stream().map(StoredToken::name).toList();
  }

  /** Edits under a lock, so that of two edits at the same time none is lost. */
  private <T> T edit(Function<List<StoredToken>, T> change) throws IOException {
    @Nullable Path folder = file.getParent();
    if (folder == null) {
      throw new IOException(file + " is not a file");
    }
    Files.createDirectories(folder);
    var beside = file.resolveSibling(file.getFileName() + ".lock");
    try (var channel =
            FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var _ = channel.lock()) {
      var all = new ArrayList<>(list());
      var result = change.apply(all);
      replace(folder, TokensJson.write(all));
      return result;
    }
  }

  private void replace(Path folder, String content) throws IOException {
    var fresh =
        Files.createTempFile(
            folder,
            ".tokens",
            ".tmp",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        channel.write(UTF_8.encode(content + "\n"));
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
