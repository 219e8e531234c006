package taskagent.domain.bulk;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import taskagent.domain.engine.Runs;
import taskagent.domain.port.Workflows.Cancelled;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunId;
import taskagent.domain.run.RunView;

/** Bulks as runs of {@link BulkKind}, for every engine. */
public final class RunBulks implements Bulks {

  /** About a second of work, so that a stop takes effect soon. */
  static final int CHUNK_SIZE = 250;

  private final Runs<?> runs;
  private final BulkSets sets;
  private final InstantSource clock;
  private final int chunkSize;

  /** Creates bulks among these runs. */
  public RunBulks(Runs<?> runs, BulkSets sets, InstantSource clock) {
    this(runs, sets, clock, CHUNK_SIZE);
  }

  /** Creates bulks with other chunks, for tests. */
  public RunBulks(Runs<?> runs, BulkSets sets, InstantSource clock, int chunkSize) {
    this.runs = runs;
    this.sets = sets;
    this.clock = clock;
    this.chunkSize = chunkSize;
  }

  @Override
  public Optional<Begun> repeated(RunId id, String fingerprint) {
    return runs.find(id).map(view -> begunAs(view.run(), fingerprint));
  }

  private static Begun begunAs(Run run, String fingerprint) {
    return BulkKind.order(run).filter(known -> known.request().equals(fingerprint)).isPresent()
        ? Begun.ACCEPTED
        : Begun.TAKEN;
  }

  /** The ids are stored before the run, because the run may need them at once. */
  @Override
  public Begun begin(BulkRequest request) {
    var order =
        new BulkOrder(
            request.set(),
            request.action(),
            request.actor(),
            request.onlyOwn(),
            request.ids().size(),
            chunkSize,
            request.fingerprint());
    var set = new BulkSets.Key(request.id(), request.set());
    for (int chunk = 0; chunk < order.chunks(); chunk++) {
      int first = chunk * chunkSize;
      int end = Math.min(first + chunkSize, order.count());
      sets.add(set, chunk, request.ids().subList(first, end));
    }
    return switch (runs.start(BulkKind.run(request.id(), order, clock.instant()))) {
      case Runs.Started.Accepted _ -> Begun.ACCEPTED;
      case Runs.Started.Taken(var by) -> {
        sets.remove(set, order.chunks()); // a request at the same time was faster
        yield begunAs(by, request.fingerprint());
      }
    };
  }

  @Override
  public Optional<BulkView> find(RunId id) {
    return runs.find(id).flatMap(this::view);
  }

  @Override
  public Optional<BulkView> await(RunId id, Duration atMost, BooleanSupplier stop) {
    return runs.await(id, atMost, stop).flatMap(this::view);
  }

  /** Reads the progress after the run, so that that of an ended bulk is complete. */
  private Optional<BulkView> view(RunView view) {
    return BulkKind.order(view.run())
        .map(
            order ->
                BulkView.of(
                    view, order, sets.progress(new BulkSets.Key(view.run().id(), order.set()))));
  }

  @Override
  public Cancelled stop(RunId id) {
    return runs.find(id).filter(view -> BulkKind.order(view.run()).isPresent()).isPresent()
        ? runs.cancel(id)
        : new Cancelled.Unknown();
  }
}
