package taskagent.chaos.kill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import taskagent.domain.engine.Runs;
import taskagent.domain.run.RunId;
import taskagent.domain.run.RunView;
import taskagent.embedded.KillableEngine;

/**
 * Clients that start, signal and cancel scripted runs on an engine in their process. They write to
 * files what was acknowledged and which batches have ended. After the process was killed, they
 * repeat what may not have been answered, with the same ids.
 *
 * <p>As a program, it works in a folder until it is killed.
 */
public final class RunClients {

  private static final int CLIENTS = 6;

  /** How many runs they start before they wait for the ends. */
  static final int AT_ONCE = CLIENTS * batch(0, 0).size();

  /** After this time a client repeats what it asked for. */
  private static final Duration REPEAT_AFTER = Duration.ofMillis(100);

  private final Path folder;
  private final Runs<?> runs;

  RunClients(Path folder, KillableEngine engine) {
    this.folder = folder;
    this.runs = engine.runs();
    append("open", Long.toString(open()));
  }

  /** Works until the process is killed. */
  public static void main(String... arguments) throws InterruptedException, ExecutionException {
    var folder = Path.of(arguments[0]);
    try (var engine = KillableEngine.open(folder)) {
      var clients = new RunClients(folder, engine);
      clients.all(clients::work);
    }
  }

  /** Ends the batches that the clients have begun. */
  void finish() throws InterruptedException, ExecutionException {
    all(client -> live(client, ended(client)));
  }

  /** Returns all runs of the batches that have ended. */
  List<ScriptedRun> asked() {
    return IntStream.range(0, CLIENTS)
        .boxed()
        .flatMap(
            client ->
                IntStream.range(0, ended(client))
                    .boxed()
                    .flatMap(batch -> batch(client, batch).stream()))
        .toList();
  }

  /** Returns the runs whose start was acknowledged. */
  static List<RunId> acknowledged(Path folder) {
    return lines(folder, "acknowledged").stream().map(RunId::new).toList();
  }

  /** Returns how many runs of its clients the last process has left open, for each process. */
  static List<Integer> leftOpen(Path folder) {
    return lines(folder, "open").stream().map(Integer::valueOf).toList();
  }

  private long open() {
    return IntStream.range(0, CLIENTS)
        .boxed()
        .flatMap(client -> batch(client, ended(client)).stream())
        .flatMap(scripted -> runs.find(scripted.id()).stream())
        .filter(view -> !view.over())
        .count();
  }

  private void all(IntConsumer task) throws InterruptedException, ExecutionException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var clients = new ArrayList<Future<?>>();
      for (int i = 0; i < CLIENTS; i++) {
        int client = i;
        clients.add(threads.submit(() -> task.accept(client)));
      }
      for (var client : clients) {
        client.get();
      }
    }
  }

  private void work(int client) {
    while (true) {
      live(client, ended(client));
    }
  }

  private void live(int client, int batch) {
    var open = new ArrayList<>(batch(client, batch));
    for (var scripted : open) {
      var _ = runs.start(scripted.run());
      append("acknowledged", scripted.id().value());
    }
    while (!open.isEmpty()) {
      open.forEach(this::ask);
      var _ = runs.await(open.getFirst().id(), REPEAT_AFTER, () -> false);
      open.removeIf(scripted -> runs.find(scripted.id()).filter(RunView::over).isPresent());
    }
    append("ended-" + client, Integer.toString(batch));
  }

  /** Sends all signals, also those that were accepted before. */
  private void ask(ScriptedRun scripted) {
    for (var message : scripted.messages()) {
      var _ = runs.signal(message.to(), message.signal());
    }
    if (scripted.cancelledWith().flatMap(runs::find).isPresent()) {
      var _ = runs.cancel(scripted.id());
    }
  }

  private static List<ScriptedRun> batch(int client, int batch) {
    return ScriptedRun.batch(client + "-" + batch, Instant.now());
  }

  private int ended(int client) {
    return lines(folder, "ended-" + client).size();
  }

  private static List<String> lines(Path folder, String file) {
    try {
      var path = folder.resolve(file);
      return Files.exists(path) ? Files.readAllLines(path) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void append(String file, String line) {
    try {
      Files.writeString(
          folder.resolve(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
