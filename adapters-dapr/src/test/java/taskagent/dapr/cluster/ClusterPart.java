package taskagent.dapr.cluster;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import com.github.dockerjava.api.exception.NotModifiedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.testcontainers.containers.GenericContainer;

/** One container of a cluster. It keeps its ports and its data when it is killed and restarted. */
final class ClusterPart {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration FROZEN_WITHIN = Duration.ofSeconds(10);
  private static final int LOG_LINES = 25;

  private final String name;
  private final GenericContainer<?> container;
  private final PartReadiness readiness;
  private final DockerClient docker;

  ClusterPart(String name, GenericContainer<?> container, PartReadiness readiness) {
    this.name = name;
    this.container = container;
    this.readiness = readiness;
    this.docker = container.getDockerClient();
  }

  String name() {
    return name;
  }

  /** Starts the container without waiting until it is ready. */
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

  /** Kills it with SIGKILL, and waits until it has stopped. */
  void kill() {
    try {
      docker.killContainerCmd(id()).exec();
    } catch (ConflictException e) {
      // it does not run
    }
    await(name + " is killed", () -> !runs());
  }

  /** Stops it with SIGTERM, and with SIGKILL after that time. */
  void stop(Duration patience) {
    try {
      docker.stopContainerCmd(id()).withTimeout((int) patience.toSeconds()).exec();
    } catch (NotModifiedException e) {
      // it does not run
    }
  }

  /**
   * Freezes it. It does nothing more, but its connections stay open. On a busy machine the engine
   * sometimes fails to freeze all threads of a container in time, and thaws it again.
   */
  void pause() {
    Awaitility.await(name + " is frozen")
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(200))
        .atMost(FROZEN_WITHIN)
        .ignoreException(InternalServerErrorException.class)
        .untilAsserted(() -> docker.pauseContainerCmd(id()).exec());
  }

  /** Resumes it after a freeze. */
  void unpause() {
    docker.unpauseContainerCmd(id()).exec();
  }

  /** Makes it run again, whether it is frozen or stopped. */
  void heal() {
    var state = docker.inspectContainerCmd(id()).exec().getState();
    if (Boolean.TRUE.equals(state.getPaused())) {
      unpause();
    }
    start();
  }

  /** Runs a command in the container, and returns its output. */
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

  /** Returns everything it has printed, including before restarts. */
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

  /** Waits until it can be used. Fails at once if it has stopped. */
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
      throw new IllegalStateException(name + " has stopped; its last lines:\n" + tail(), e);
    }
  }

  /** Waits until a condition holds. */
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

  /** Removes it in any state. */
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
