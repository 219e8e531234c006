package taskagent.bench;

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
 * A server with all that it needs, which is compared with others. A command starts it; that prints
 * a line {@code pid PART PID} for each of its processes, then {@code ready}, and ends them all when
 * it is told to end.
 */
final class Contender implements AutoCloseable {

  /** Stands in a command for the folder that is the contender's own. */
  static final String FOLDER = "{folder}";

  private static final long START_SECONDS = 300;

  private final Plan plan;
  private final Process command;
  private final Map<String, Long> parts;

  /**
   * One that is to be started.
   *
   * @param ours whether it is Task Agent
   * @param address where it will serve
   */
  record Plan(String name, boolean ours, InetSocketAddress address, List<String> command) {

    static Plan ours(String name, String address, String... command) {
      return new Plan(name, true, Server.address(URI.create(address)), List.of(command));
    }

    static Plan other(String name, String address, String command) {
      return new Plan(name, false, Server.address(URI.create(address)), List.of(command));
    }

    /** With its own folder in the command. */
    Plan in(Path folder) {
      var filled = command.stream().map(word -> word.replace(FOLDER, folder.toString())).toList();
      return new Plan(name, ours, address, filled);
    }
  }

  private Contender(Plan plan, Process command, Map<String, Long> parts) {
    this.plan = plan;
    this.command = command;
    this.parts = parts;
  }

  /** Starts one, and waits until it is ready. */
  static Contender start(Plan plan, Path log) throws IOException, InterruptedException {
    var parts = new ConcurrentHashMap<String, Long>();
    var launch = Launch.of(plan.command(), log, START_SECONDS, line -> ready(line, parts));
    return new Contender(plan, launch.process(), launch.ready());
  }

  private static Optional<Map<String, Long>> ready(String line, Map<String, Long> parts) {
    var words = line.split(" ", -1);
    if (words.length == 3 && words[0].equals("pid")) {
      parts.put(words[1], Long.valueOf(words[2]));
    }
    return line.equals("ready") || line.contains(Server.READY)
        ? Optional.of(Map.copyOf(parts))
        : Optional.empty();
  }

  String name() {
    return plan.name();
  }

  boolean ours() {
    return plan.ours();
  }

  Target target() {
    var app = parts.get("app");
    return new Target(
        plan.address(), app == null ? OptionalLong.empty() : OptionalLong.of(app), false);
  }

  /** Its processes by name; the server itself is {@code app}. */
  Map<String, Long> parts() {
    return parts;
  }

  @Override
  public void close() {
    try {
      Launch.end(command);
    } catch (InterruptedException e) {
      command.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
