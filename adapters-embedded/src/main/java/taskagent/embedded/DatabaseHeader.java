package taskagent.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/**
 * The first bytes of a database file, read without SQLite and so without its write-ahead log.
 *
 * @param withLog true if the file needs a write-ahead log beside it
 * @param bytes how long the file must be at least
 * @param stamp the number that {@link LogMarker} writes; 0 if nobody has written one
 */
record DatabaseHeader(boolean withLog, long bytes, int stamp) {

  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

  /** Where the stamp is: SQLite's {@code user_version}, with which SQLite itself does nothing. */
  private static final int STAMP = 60;

  private static final int LENGTH = 100;
  private static final int PAGE_SIZE = 16;
  private static final int FORMAT_VERSION = 18;
  private static final int PAGES = 28;
  private static final int LARGEST_PAGE = 65_536;

  /**
   * Returns the header of a file that is not open; empty if it is no database. A process that
   * closes a file loses all its locks on the file, those of SQLite included.
   */
  static Optional<DatabaseHeader> read(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return read(channel);
    }
  }

  /** Returns the header of an open file; empty if it is no database. */
  static Optional<DatabaseHeader> read(FileChannel channel) throws IOException {
    var header = ByteBuffer.allocate(LENGTH);
    if (channel.read(header, 0) < LENGTH
        || !Arrays.equals(MAGIC, Arrays.copyOf(header.array(), MAGIC.length))) {
      return Optional.empty();
    }
    int size = Short.toUnsignedInt(header.getShort(PAGE_SIZE));
    return Optional.of(
        new DatabaseHeader(
            header.get(FORMAT_VERSION) == 2,
            (size == 1 ? LARGEST_PAGE : size) * Integer.toUnsignedLong(header.getInt(PAGES)),
            header.getInt(STAMP)));
  }

  /** Removes the stamp from a file that is not open. */
  static void clearStamp(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(Integer.BYTES), STAMP);
    }
  }
}
