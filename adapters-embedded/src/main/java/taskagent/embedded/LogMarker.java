package taskagent.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * Ties the database file to its write-ahead log. SQLite applies a log to any database file that
 * lies beside it, so an older file that is put back beside the log of a killed server becomes a
 * mixture of both.
 *
 * <p>Each time SQLite begins the log anew, the database file has another stamp. The marker, a small
 * file beside the database, names two stamps: that of the database file to which the log belongs,
 * and the one that the log itself contains, which the file has once the log was copied to it. The
 * marker is there as long as a server runs, so it also tells that a server was killed.
 */
final class LogMarker {

  /** What the name of the marker has after that of the database. */
  static final String SUFFIX = "-marker";

  private static final String FILE = Database.FILE + SUFFIX;

  private static final System.Logger LOG = System.getLogger(LogMarker.class.getName());
  private static final HexFormat HEX = HexFormat.of();
  private static final Pattern TWO_STAMPS = Pattern.compile("[0-9a-f]{8} [0-9a-f]{8}");

  /** Where the log says how it differs from its predecessor. */
  private static final int SALTS = 16;

  private static final int SALTS_LENGTH = 8;

  private final Path folder;
  private final FileChannel database;
  private List<Integer> stamps = List.of();
  private byte[] salts = {};

  private LogMarker(Path folder, FileChannel database) {
    this.folder = folder;
    this.database = database;
  }

  /**
   * Checks that the database file and its log belong together, before SQLite opens them.
   *
   * @return true if a server that used the folder did not end in order
   * @throws DatabaseUnusable if they do not belong together
   */
  static boolean unclean(Path folder) {
    var file = folder.resolve(Database.FILE);
    var log = OpenFiles.log(folder);
    try {
      var stamps = stamps(folder);
      boolean unclean = !stamps.isEmpty() || length(log) > 0;
      if (unclean && !Files.exists(file)) {
        throw missing(file, log, folder.resolve(FILE));
      }
      if (unclean && length(log) > 0) {
        checkStamp(file, log, stamps);
      } else if (unclean && !Files.exists(log)) {
        checkComplete(file, log, stamps);
      }
      return unclean;
    } catch (IOException e) {
      throw new DatabaseUnusable("The folder " + folder + " cannot be read: " + e + ".", e);
    }
  }

  private static DatabaseUnusable missing(Path file, Path log, Path marker) {
    return new DatabaseUnusable(
        ("%s is missing, and its server did not end in order. Put it back, or restore a backup, or"
                + " delete %s and %s to start with an empty database.")
            .formatted(file, log, marker));
  }

  private static void checkStamp(Path file, Path log, List<Integer> stamps) throws IOException {
    var header = DatabaseHeader.read(file);
    if (header.isPresent()
        && !(header.get().withLog()
            && (stamps.isEmpty() || stamps.contains(header.get().stamp())))) {
      throw new DatabaseUnusable(
          ("%s and %s do not belong together: another database was put in the place of the one that"
                  + " a killed server used. Put that one back, or move the -wal file away to start"
                  + " with this one as it is.")
              .formatted(file, log));
    }
  }

  /** Another program, such as SQLite's shell, may have copied the log to the database. */
  private static void checkComplete(Path file, Path log, List<Integer> stamps) throws IOException {
    var stamp = DatabaseHeader.read(file).map(DatabaseHeader::stamp);
    if (stamp.equals(Optional.of(stamps.getFirst()))) {
      throw new DatabaseUnusable(
          ("%s is missing. It has the latest changes of a server that did not end in order. Put it"
                  + " back, or restore a backup, or delete %s to start without these changes.")
              .formatted(log, file.resolveSibling(FILE)));
    }
  }

  /**
   * Gives an open database a new stamp, and writes the marker.
   *
   * @param database the open file
   * @param connection the only one
   */
  static LogMarker begin(Path folder, FileChannel database, Connection connection) {
    var marker = new LogMarker(folder, database);
    try {
      copyLog(connection);
      marker.write(marker.stamp(), another());
      marker.stamp(connection);
      copyLog(connection);
      marker.write(marker.stamp(), another());
      marker.stamp(connection);
    } catch (IOException | SQLException e) { // on a full disk; renew() tries again
      LOG.log(System.Logger.Level.DEBUG, "cannot mark the database: {0}", e.toString());
    }
    return marker;
  }

  /** Gives the database another stamp if SQLite has begun the log anew since the last call. */
  void renew(Writer writer) throws IOException {
    var now = salts();
    if (Arrays.equals(now, salts)) {
      return;
    }
    int stamp = stamp();
    if (stamps.isEmpty() || stamp == stamps.getLast()) {
      write(stamp, another());
    }
    int next = stamps.getLast();
    writer.write(
        transaction -> {
          transaction.execute("PRAGMA user_version = " + next);
          return next;
        });
    salts = now;
  }

  /** Returns true if the database file is neither of those that the marker names. */
  boolean foreign(DatabaseHeader header) {
    return !stamps.isEmpty() && !stamps.contains(header.stamp());
  }

  /** Deletes the marker, if the log was copied to the database and is gone. */
  void end() {
    if (!Files.exists(OpenFiles.log(folder))) {
      Durable.deleteIfExists(folder.resolve(FILE));
    }
  }

  private byte[] salts() throws IOException {
    var bytes = ByteBuffer.allocate(SALTS_LENGTH);
    try (var channel = FileChannel.open(OpenFiles.log(folder), StandardOpenOption.READ)) {
      channel.read(bytes, SALTS);
    }
    return bytes.array();
  }

  private void stamp(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.executeUpdate("PRAGMA user_version = " + stamps.getLast());
    }
  }

  private static void copyLog(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
  }

  private int stamp() throws IOException {
    return DatabaseHeader.read(database)
        .map(DatabaseHeader::stamp)
        .orElseThrow(() -> new IOException("the database has no header"));
  }

  /** Returns a stamp that no other database file has, as good as certainly. */
  private static int another() {
    return ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
  }

  private void write(int file, int log) throws IOException {
    var marker = folder.resolve(FILE);
    var partial = folder.resolve(FILE + ".new");
    Files.writeString(partial, HEX.toHexDigits(file) + " " + HEX.toHexDigits(log) + "\n");
    Durable.sync(partial);
    Files.move(
        partial, marker, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Durable.sync(folder);
    stamps = List.of(file, log);
  }

  /** Reads the marker. One that cannot be read counts as none. */
  private static List<Integer> stamps(Path folder) throws IOException {
    var marker = folder.resolve(FILE);
    try {
      var text = Files.readString(marker).strip();
      if (TWO_STAMPS.matcher(text).matches()) {
        return Arrays.stream(text.split(" ", -1)).map(HexFormat::fromHexDigits).toList();
      }
      LOG.log(System.Logger.Level.WARNING, "{0} cannot be read", marker);
      return List.of();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  private static long length(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }
}
