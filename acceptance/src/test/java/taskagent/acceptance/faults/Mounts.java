package taskagent.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * File systems for tests: small ones, and such that cannot be written. Permission bits would not
 * do, since root ignores them. Mounting takes root, or sudo without a password.
 */
public final class Mounts {

  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

  private Mounts() {}

  /** To be undone at the end, whatever happens. */
  public interface Mounted extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  /** A file system in memory that holds so much. */
  public static Mounted small(Path folder, int mebibytes) throws IOException {
    Files.createDirectories(folder);
    var size = "size=%dm,mode=0777".formatted(mebibytes);
    mount("-t", "tmpfs", "-o", size, "taskagent-test", folder.toString());
    return () -> unmount(folder);
  }

  /** A file or folder that is read only from now on. */
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

  /** What needs a mount that cannot be had has not been tried, and nobody shall think it has. */
  static void mount(String... arguments) throws IOException {
    var problem = run("mount", arguments);
    if (!problem.isEmpty()) {
      var message = "NOT TRIED, since nothing can be mounted here: " + problem;
      System.err.println(message);
      assertThat(System.getenv("CI")).as(message).isNotEqualTo("true");
      Assumptions.abort(message);
    }
  }

  static void unmount(Path path) throws IOException {
    must("umount", path.toString());
  }

  /** Runs what cannot fail where mounting does not. */
  static void must(String program, String... arguments) throws IOException {
    assertThat(run(program, arguments)).isEmpty();
  }

  /** Runs it; what it has to say, which is nothing if all went well. */
  private static String run(String program, String... arguments) throws IOException {
    var command = new ArrayList<>(ROOT ? List.of() : List.of("sudo", "-n"));
    command.add(program);
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var output = process.inputReader()) {
      var said = String.join(" ", output.lines().toList());
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      return process.exitValue() == 0 ? "" : command + " ended with " + said;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
