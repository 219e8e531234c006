package taskagent.acceptance.faults;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A disk of its own, which can hang and fail as a whole: a file with ext4 in it, mounted at a
 * folder.
 */
public final class Disk implements Mounts.Mounted {

  /** Has the file system fail from now on, and lose what was not synced (EXT4_IOC_SHUTDOWN). */
  private static final String SHUT_DOWN =
      "import fcntl, os, struct, sys; "
          + "fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587D, struct.pack('I', 2))";

  private final Path image;
  private final Path folder;

  private Disk(Path image, Path folder) {
    this.image = image;
    this.folder = folder;
  }

  /** One that holds so much, at that folder. */
  public static Disk at(Path folder, int mebibytes) throws IOException {
    Files.createDirectories(folder);
    var image = folder.resolveSibling(folder.getFileName() + ".ext4");
    try (var file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength((long) mebibytes << 20);
    }
    Mounts.must("mkfs.ext4", "-q", "-F", image.toString());
    var disk = new Disk(image, folder);
    disk.mount();
    return disk;
  }

  private void mount() throws IOException {
    Mounts.mount("-o", "loop", image.toString(), folder.toString());
    Mounts.must("chmod", "0777", folder.toString());
  }

  /** From now on whoever writes waits. */
  public void hang() throws IOException {
    Mounts.must("fsfreeze", "--freeze", folder.toString());
  }

  /** Who waited goes on. */
  public void goOn() throws IOException {
    Mounts.must("fsfreeze", "--unfreeze", folder.toString());
  }

  /** From now on whoever reads or writes is told of an error. */
  public void fail() throws IOException {
    Mounts.must("python3", "-c", SHUT_DOWN, folder.toString());
  }

  /** It is as after a loss of power; nobody may use it meanwhile. */
  public void mountAnew() throws IOException {
    Mounts.unmount(folder);
    mount();
  }

  @Override
  public void close() throws IOException {
    Mounts.unmount(folder);
    Files.delete(image);
  }
}
