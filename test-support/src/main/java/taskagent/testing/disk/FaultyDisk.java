package taskagent.testing.disk;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** A disk that can hang and fail: an ext4 file system in a file, mounted at a folder. */
public final class FaultyDisk implements Mounts.Mounted {

  /** Makes the file system fail, and lose what was not synced (EXT4_IOC_SHUTDOWN). */
  private static final String SHUT_DOWN =
      "import fcntl, os, struct, sys; "
          + "fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587D, struct.pack('I', 2))";

  private final Path image;
  private final Path folder;

  private FaultyDisk(Path image, Path folder) {
    this.image = image;
    this.folder = folder;
  }

  /** Creates a disk of that size, and mounts it at a folder. */
  public static FaultyDisk at(Path folder, int mebibytes) throws IOException {
    Files.createDirectories(folder);
    var image = folder.resolveSibling(folder.getFileName() + ".ext4");
    try (var file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength((long) mebibytes << 20);
    }
    Mounts.must("mkfs.ext4", "-q", "-F", image.toString());
    var disk = new FaultyDisk(image, folder);
    disk.mount();
    return disk;
  }

  private void mount() throws IOException {
    Mounts.mount("-o", "loop", image.toString(), folder.toString());
    Mounts.must("chmod", "0777", folder.toString());
  }

  /** Blocks all writes from now on. */
  public void hang() throws IOException {
    Mounts.must("fsfreeze", "--freeze", folder.toString());
  }

  /** Lets blocked writes continue. */
  public void goOn() throws IOException {
    Mounts.must("fsfreeze", "--unfreeze", folder.toString());
  }

  /** Makes all reads and writes fail from now on. */
  public void fail() throws IOException {
    Mounts.must("python3", "-c", SHUT_DOWN, folder.toString());
  }

  /** Mounts it again, as after a loss of power. No process may use it meanwhile. */
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
