package taskagent.testing.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import taskagent.testing.server.NotTested;

/**
 * Mounts file systems for tests: small ones and read-only ones. Permission bits are not enough,
 * because root ignores them. Mounting needs root, or sudo without a password.
 */
public final class Mounts {

  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

  private Mounts() {}

  /** A mount; closing it unmounts. */
  public interface Mounted extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  /** Mounts a file system in memory of that size. */
  public static Mounted small(Path folder, int mebibytes) throws IOException {
    return memory(folder, "size=%dm,mode=0777".formatted(mebibytes));
  }

  /** Mounts a file system in memory from which nothing can be run. */
  public static Mounted noexec(Path folder) throws IOException {
    return memory(folder, "size=64m,mode=0777,noexec");
  }

  private static Mounted memory(Path folder, String options) throws IOException {
    Files.createDirectories(folder);
    mount("-t", "tmpfs", "-o", options, "taskagent-test", folder.toString());
    return () -> unmount(folder);
  }

  /** Makes a file or folder read-only. */
  public static Mounted readOnly(Path path) throws IOException {
    mount("--bind", path.toString(), path.toString());
    try {
      mount("-o", "remount,bind,ro", path.toString());
    } catch (IOException | RuntimeException | Error e) {
      unmount(path);
      throw e;
    }
    return () -> unmount(path);
  }

  /** Mounts. Without the right to do so, the test is aborted with a message; on CI it fails. */
  static void mount(String... arguments) throws IOException {
    var problem = run("mount", arguments);
    if (!problem.isEmpty()) {
      NotTested.because("nothing can be mounted here: " + problem);
    }
  }

  static void unmount(Path path) throws IOException {
    must("umount", path.toString());
  }

  /** Runs a program that must succeed where mounting succeeds. */
  static void must(String program, String... arguments) throws IOException {
    assertThat(run(program, arguments)).isEmpty();
  }

  /** Runs a program as root. Returns its output if it failed, or an empty text. */
  private static String run(String program, String... arguments) throws IOException {
    var command = new ArrayList<>(ROOT ? List.of() : List.of("sudo", "-n"));
    command.add(program);
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var reader = process.inputReader()) {
      var output = String.join(" ", reader.lines().toList());
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      return process.exitValue() == 0 ? "" : command + " failed: " + output;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
