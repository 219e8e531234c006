package taskagent.dapr.cluster;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotModifiedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.testcontainers.containers.GenericContainer;

/**
 * One container of a cluster. Killed and started again, it has the same ports and the same data.
 */
final class Part {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int LOG_LINES = 25;

  private final String name;
  private final GenericContainer<?> container;
  private final Readiness readiness;
  private final DockerClient docker;

  Part(String name, GenericContainer<?> container, Readiness readiness) {
    this.name = name;
    this.container = container;
    this.readiness = readiness;
    this.docker = container.getDockerClient();
  }

  String name() {
    return name;
  }

  /** Starts it, without waiting until it is ready. */
  void start() {
    if (container.getContainerId() == null) {
      container.start();
      return;
    }
    try {
      docker.startContainerCmd(id()).exec();
    } catch (NotModifiedException e) {
      // it runs
    }
  }

  /** SIGKILL, and waits until it is gone. */
  void kill() {
    try {
      docker.killContainerCmd(id()).exec();
    } catch (ConflictException e) {
      // it does not run
    }
    await(name + " is killed", () -> !runs());
  }

  /** SIGTERM, and SIGKILL if it has not ended after that time. */
  void stop(Duration patience) {
    try {
      docker.stopContainerCmd(id()).withTimeout((int) patience.toSeconds()).exec();
    } catch (NotModifiedException e) {
      // it does not run
    }
  }

  /** Freezes it: it does nothing more, but its connections stay open. */
  void pause() {
    docker.pauseContainerCmd(id()).exec();
  }

  /** Lets it go on. */
  void unpause() {
    docker.unpauseContainerCmd(id()).exec();
  }

  /** Has it run, whatever was done to it. */
  void heal() {
    var state = docker.inspectContainerCmd(id()).exec().getState();
    if (Boolean.TRUE.equals(state.getPaused())) {
      unpause();
    }
    start();
  }

  /** What a command prints that is run inside of it. */
  String run(String... command) {
    try {
      var result = container.execInContainer(command);
      if (result.getExitCode() != 0) {
        throw new IllegalStateException(
            name + ": " + String.join(" ", command) + ": " + result.getStderr());
      }
      return result.getStdout().strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What it printed since it was made, over all its lives. */
  String log() {
    return created() ? container.getLogs() : "";
  }

  boolean runs() {
    return created()
        && Boolean.TRUE.equals(docker.inspectContainerCmd(id()).exec().getState().getRunning());
  }

  int exitCode() {
    var state = docker.inspectContainerCmd(id()).exec().getState();
    return Objects.requireNonNull(state.getExitCodeLong(), name).intValue();
  }

  /** Waits until it can be used; fails at once if it has ended. */
  void awaitReady() {
    await(name + " is ready", this::ready);
  }

  private boolean ready() throws InterruptedException {
    try {
      return readiness.ask();
    } catch (IOException e) {
      if (runs()) {
        return false;
      }
      throw new IllegalStateException(name + " has ended; it said:\n" + tail(), e);
    }
  }

  /** Waits until something holds of a part. */
  static void await(String what, Callable<Boolean> holds) {
    Awaitility.await(what)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .atMost(PATIENCE)
        .until(holds);
  }

  private String tail() {
    var lines = log().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
  }

  /** Removes it, in whatever state it is. */
  void remove() {
    if (created()) {
      container.stop();
    }
  }

  private boolean created() {
    return container.getContainerId() != null;
  }

  private String id() {
    return container.getContainerId();
  }
}
