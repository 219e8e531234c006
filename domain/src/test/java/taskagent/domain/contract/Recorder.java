package taskagent.domain.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import taskagent.domain.engine.Host;
import taskagent.domain.run.InputRun;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Attempt;
import taskagent.domain.saga.Verdict;

/**
 * Receives the commands of the kinds that only tests have. It takes a command with the same key
 * once.
 */
public final class Recorder {

  /** A command: its key, and what it asks for. */
  public record Sent(String key, String what) {

    /** Returns the command of an attempt. */
    static Sent of(Attempt<?> attempt, String what) {
      return new Sent(attempt.key(), what);
    }
  }

  private final List<Sent> taken = new ArrayList<>();
  private final Consumer<Sent> kept;

  /** Creates one that keeps what it takes in memory alone. */
  public Recorder() {
    this(_ -> {});
  }

  /**
   * Creates one that also keeps what it takes elsewhere.
   *
   * @param kept keeps a command before its sender learns that it was taken
   */
  public Recorder(Consumer<Sent> kept) {
    this.kept = kept;
  }

  /** Returns one that has taken these commands, each once. */
  public static Recorder of(List<Sent> commands) {
    var recorder = new Recorder();
    recorder.taken.addAll(commands.stream().distinct().toList());
    return recorder;
  }

  /** Returns what a run and its later generations asked for, each once, in order. */
  public synchronized List<String> of(RunId run) {
    return of(run.value()).stream().map(Sent::what).toList();
  }

  /** Returns the keys of what a run and its later generations asked for. */
  public synchronized List<String> keysOf(RunId run) {
    return of(run.value()).stream().map(Sent::key).toList();
  }

  private List<Sent> of(String run) {
    return taken.stream()
        .filter(sent -> sent.key().startsWith(run + "/") || sent.key().startsWith(run + "~"))
        .toList();
  }

  /** Also takes what another recorder has taken. */
  public synchronized void takeAll(Recorder other) {
    other.taken.stream().filter(sent -> !taken.contains(sent)).forEach(taken::add);
  }

  /**
   * Takes commands up to the first that does not succeed.
   *
   * @param judge returns the verdict on a command; one that does not succeed takes no effect
   */
  synchronized <I> List<Verdict> take(
      List<Host.Sent<InputRun<I>, Sent>> commands, Function<Sent, Verdict> judge) {
    var verdicts = new ArrayList<Verdict>();
    for (var sent : commands) {
      verdicts.add(judge.apply(sent.command()));
      if (!(verdicts.getLast() instanceof Verdict.Done)) {
        break;
      }
      if (!taken.contains(sent.command())) {
        kept.accept(sent.command());
        taken.add(sent.command());
      }
    }
    return verdicts;
  }
}
