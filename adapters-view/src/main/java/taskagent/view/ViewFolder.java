package taskagent.view;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A folder for a view alone, which no other process may use. An engine that locks its own folder
 * does not need this.
 */
public final class ViewFolder implements AutoCloseable {

  private static final String LOCK = "view.lock";

  private final Path path;
  private final FileChannel lock;

  private ViewFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Creates the folder, if it is missing, and locks it.
   *
   * @throws IOException if it cannot be used; the message says why
   */
  public static ViewFolder lock(Path path) throws IOException {
    try {
      Files.createDirectories(path);
      var channel =
          FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (locked(channel)) {
        return new ViewFolder(path, channel);
      }
      channel.close();
    } catch (IOException e) {
      throw new IOException(Failures.reason(e), e);
    }
    throw new IOException(path + ": another server uses it");
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) { // by this process
      return false;
    }
  }

  /** Returns where it is. */
  public Path path() {
    return path;
  }

  /** Lets others use the folder. */
  @Override
  public void close() throws IOException {
    lock.close();
  }
}
