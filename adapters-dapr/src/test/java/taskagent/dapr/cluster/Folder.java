package taskagent.dapr.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.StringJoiner;

/** The folder of a cluster. It outlives the containers and the cluster. */
final class Folder {

  /**
   * The user of our images. It replaces root, because files of root could be deleted only by root.
   */
  private static final int NOBODY = 65_532;

  /**
   * Additional configuration. Without it a sidecar would search for others by multicast on all
   * networks.
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

  /** A store of secrets that reads them from a file. */
  private static final String KEYS =
      """
      apiVersion: dapr.io/v1alpha1
      kind: Component
      metadata:
        name: keys
      spec:
        type: secretstores.local.file
        version: v1
        metadata:
          - name: secretsFile
            value: /components/keys.json
      """;

  private static final String ENCRYPTION = "    # Encryption\n";

  private static final String KEY =
      """
          - name: %1$sEncryptionKey
            secretKeyRef: {name: %2$s, key: %2$s}
      """;

  private static final String AUTH =
      """
      auth:
        secretStore: keys
      """;

  /** The address of Redis in the repository's components. */
  private static final String REDIS = "localhost:6379";

  private final Path root;
  private final int uid;
  private final int gid;

  /** Creates a new folder below {@code target}. */
  Folder() {
    try {
      var clusters = Files.createDirectories(Path.of("target/clusters").toAbsolutePath());
      root = Files.createTempDirectory(clusters, "dapr-");
      // A temporary folder is readable only by its owner, and the containers may run as another
      // user.
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
      int owner = (int) Files.getAttribute(root, "unix:uid");
      uid = owner == 0 ? NOBODY : owner;
      gid = owner == 0 ? NOBODY : (int) Files.getAttribute(root, "unix:gid");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the user for the containers, so that they can write here and we can read and delete.
   */
  String user() {
    return uid + ":" + gid;
  }

  /** Returns the data folder of a part, which the part can write. */
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

  /**
   * Copies the repository's components, with this port of Redis and the additional configuration.
   * Does so once, because a sidecar that runs restarts itself when its configuration is written
   * again.
   */
  Path components(int redis) {
    try {
      var target = root.resolve("components");
      if (Files.exists(target)) {
        return target;
      }
      Files.createDirectories(target);
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

  /**
   * Has the sidecars that start from now on encrypt the state store.
   *
   * @param keys the names of the keys; the first one encrypts, and the second, if there is one,
   *     only decrypts
   */
  void encrypt(List<String> keys) {
    try {
      var target = root.resolve("components");
      var plain = Files.readString(target.resolve("statestore.yaml")).split(ENCRYPTION, 2)[0];
      var store = new StringBuilder(plain).append(ENCRYPTION);
      var secrets = new StringJoiner(", ", "{", "}");
      for (int i = 0; i < keys.size(); i++) {
        var name = keys.get(i);
        store.append(KEY.formatted(i == 0 ? "primary" : "secondary", name));
        secrets.add("\"%s\": \"%064x\"".formatted(name, new BigInteger(name.getBytes(UTF_8))));
      }
      Files.writeString(target.resolve("statestore.yaml"), store + AUTH);
      Files.writeString(target.resolve("keys.yaml"), KEYS);
      Files.writeString(target.resolve("keys.json"), secrets.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stores the log of a part, to find the reason of a failure. */
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
