package taskagent.domain.bulk;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import taskagent.domain.engine.Hosts;
import taskagent.domain.engine.Kinds;
import taskagent.domain.port.Activity;
import taskagent.domain.run.Codec;
import taskagent.domain.run.InputRun;
import taskagent.domain.run.Kind;
import taskagent.domain.run.KindId;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Ended;
import taskagent.domain.saga.Saga;
import taskagent.domain.saga.Step;
import taskagent.domain.saga.Target;

/**
 * The kind of run that works through a set of tasks. Each generation works on one chunk, rests, and
 * continues as new with the next chunk. So a bulk of any size has a short history, other work gets
 * its turn, and a cancelled bulk stops before the next chunk.
 */
public final class BulkKind {

  /** The id of this kind of run. */
  public static final KindId ID = new KindId("bulk", 1);

  /** The tasks of a chunk. */
  static final Target<InputRun<Bulk>, Chunk> TASKS = Target.outside("tasks");

  /** Gives other work its turn. An engine also needs a wait between two generations (ADR 39). */
  private static final Duration REST = Duration.ofMillis(20);

  private static final Saga<InputRun<Bulk>> SAGA =
      Saga.of(
              ID.name(),
              TASKS.step("work", attempt -> Chunk.of(attempt.input())),
              Step.<InputRun<Bulk>>pause("rest", REST))
          .continueWith(BulkKind::next);

  private BulkKind() {}

  /**
   * The work of one generation.
   *
   * @param number the number of the chunk, from 0
   */
  record Chunk(BulkSets.Key set, BulkOrder order, int number) {

    static Chunk of(InputRun<Bulk> run) {
      var order = run.input().order();
      return new Chunk(new BulkSets.Key(run.id(), order.set()), order, run.input().chunk());
    }
  }

  private static Optional<InputRun<Bulk>> next(Ended<InputRun<Bulk>> ended) {
    var run = ended.input();
    return run.input().last() ? Optional.empty() : Optional.of(run.with(run.input().next()));
  }

  /** Returns a run that is accepted now. */
  static InputRun<Bulk> run(RunId id, BulkOrder order, Instant acceptedAt) {
    return InputRun.accepted(ID, SAGA, id, new Bulk(order, 0), acceptedAt);
  }

  /** Returns what a run does; empty if it is of another kind. */
  static Optional<BulkOrder> order(Run run) {
    return run instanceof InputRun<?> other && other.input() instanceof Bulk(var order, _)
        ? Optional.of(order)
        : Optional.empty();
  }

  /**
   * Adds this kind to others.
   *
   * @param activity gets each finished chunk
   */
  public static Kinds addTo(
      Kinds kinds, Codec<InputRun<Bulk>> codec, BulkSets sets, Activity activity) {
    return kinds.with(
        new Kind<>(ID, codec, _ -> SAGA),
        tasks -> new Hosts().with(TASKS, new BulkHost(tasks, sets, activity)));
  }
}
