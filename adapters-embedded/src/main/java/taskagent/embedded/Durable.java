package taskagent.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.util.UUID;

/** Files that survive a power failure. */
final class Durable {

  private static final System.Logger LOG = System.getLogger(Durable.class.getName());

  private Durable() {}

  /** Returns a new name beside a file, for its content as long as that is incomplete. */
  static Path partial(Path file) {
    var partial = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".partial");
    partial.toFile().deleteOnExit(); // also if the process is interrupted
    return partial;
  }

  /** Returns when the content of a file, or the names in a folder, are on the disk. */
  static void sync(Path path) throws IOException {
    boolean folder = Files.isDirectory(path);
    if (folder && File.separatorChar == '\\') {
      return; // Windows cannot open a folder
    }
    try (var channel =
        FileChannel.open(path, folder ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Changes the owner of a file if it is another one and this is permitted. */
  static void setOwner(Path file, UserPrincipal owner) throws IOException {
    if (Files.getOwner(file).equals(owner)) {
      return;
    }
    try {
      Files.setOwner(file, owner);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "cannot set the owner of {0} to {1}", file, owner);
    }
  }

  /** Deletes a file that is not needed any more. */
  static void deleteIfExists(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "cannot delete {0}: {1}", file, e.getMessage());
    }
  }
}
