package taskagent.bench.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A server that is compared with others, with everything that it needs. A command starts it, prints
 * a line {@code pid PART PID} for each process and then {@code ready}, and stops all of them on
 * SIGTERM.
 */
public final class Contender implements AutoCloseable {

  /** The placeholder in a command for the contender's own folder. */
  public static final String FOLDER = "{folder}";

  private static final long START_SECONDS = 300;

  private final StartPlan plan;
  private final Process command;
  private final Map<String, Long> parts;

  /**
   * How to start a contender.
   *
   * @param ours whether it is Task Agent
   * @param address where it will serve
   */
  public record StartPlan(
      String name, boolean ours, InetSocketAddress address, List<String> command) {

    public static StartPlan ours(String name, String address, String... command) {
      return new StartPlan(
          name, true, MeasuredServer.address(URI.create(address)), List.of(command));
    }

    public static StartPlan other(String name, String address, String command) {
      return new StartPlan(
          name, false, MeasuredServer.address(URI.create(address)), List.of(command));
    }

    /** Returns a copy with this folder in its command. */
    public StartPlan in(Path folder) {
      var filled = command.stream().map(word -> word.replace(FOLDER, folder.toString())).toList();
      return new StartPlan(name, ours, address, filled);
    }
  }

  private Contender(StartPlan plan, Process command, Map<String, Long> parts) {
    this.plan = plan;
    this.command = command;
    this.parts = parts;
  }

  /** Starts a contender and waits until it is ready. */
  public static Contender start(StartPlan plan, Path log) throws IOException, InterruptedException {
    var parts = new ConcurrentHashMap<String, Long>();
    var launch = StartedProcess.of(plan.command(), log, START_SECONDS, line -> ready(line, parts));
    return new Contender(plan, launch.process(), launch.ready());
  }

  private static Optional<Map<String, Long>> ready(String line, Map<String, Long> parts) {
    var words = line.split(" ", -1);
    if (words.length == 3 && words[0].equals("pid")) {
      parts.put(words[1], Long.valueOf(words[2]));
    }
    return line.equals("ready") || line.contains(MeasuredServer.READY)
        ? Optional.of(Map.copyOf(parts))
        : Optional.empty();
  }

  public String name() {
    return plan.name();
  }

  public boolean ours() {
    return plan.ours();
  }

  public Target target() {
    var app = parts.get("app");
    return new Target(
        plan.address(), app == null ? OptionalLong.empty() : OptionalLong.of(app), false);
  }

  /** Returns its process ids by name; the server itself is {@code app}. */
  public Map<String, Long> parts() {
    return parts;
  }

  @Override
  public void close() {
    try {
      StartedProcess.stop(command);
    } catch (InterruptedException e) {
      command.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
