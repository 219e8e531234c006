package taskagent.dapr.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** What a cluster keeps on the disk: it outlives the containers, and the cluster too. */
final class Folder {

  /**
   * The user of our images. It is used instead of root only: nobody else could clean up after it.
   */
  private static final int NOBODY = 65_532;

  /**
   * More configuration: without it a sidecar would look for others by multicast on all networks.
   */
  private static final String LOOPBACK =
      """
      apiVersion: dapr.io/v1alpha1
      kind: Configuration
      metadata:
        name: loopback
      spec:
        nameResolution:
          component: nameformat
          version: v1
          configuration:
            format: "{appid}"
      """;

  /** Where the repository's components say that Redis is. */
  private static final String REDIS = "localhost:6379";

  private final Path root;
  private final int uid;
  private final int gid;

  /** A new one, below {@code target}. */
  Folder() {
    try {
      var clusters = Files.createDirectories(Path.of("target/clusters").toAbsolutePath());
      root = Files.createTempDirectory(clusters, "dapr-");
      // The folder is for its owner alone, and the containers' user may be another.
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
      int owner = (int) Files.getAttribute(root, "unix:uid");
      uid = owner == 0 ? NOBODY : owner;
      gid = owner == 0 ? NOBODY : (int) Files.getAttribute(root, "unix:gid");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As whom the containers run, so that they can write here and we can read and delete it. */
  String user() {
    return uid + ":" + gid;
  }

  /** The folder of a part's data, which it can write. */
  Path data(String part) {
    try {
      var folder = Files.createDirectories(root.resolve(part));
      Files.setAttribute(folder, "unix:uid", uid);
      Files.setAttribute(folder, "unix:gid", gid);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The repository's components, with Redis at that port, and what keeps a test to itself. */
  Path components(int redis) {
    try {
      var target = Files.createDirectories(root.resolve("components"));
      var host = "127.0.0.1:" + redis;
      for (var name : List.of("statestore", "pubsub", "resiliency", "config")) {
        var text = Files.readString(Path.of("../components", name + ".yaml"));
        Files.writeString(target.resolve(name + ".yaml"), text.replace(REDIS, host));
      }
      Files.writeString(target.resolve("loopback.yaml"), LOOPBACK);
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps what a part has logged, for whoever looks for the reason of a failure. */
  void keepLog(String part, String log) {
    try {
      Files.writeString(root.resolve(part + ".log"), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return root.toString();
  }
}
