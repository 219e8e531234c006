package taskagent.dapr.workflow;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import taskagent.dapr.store.Documents;
import taskagent.dapr.store.Documents.Document;
import taskagent.dapr.store.GroupCommit;
import taskagent.domain.port.Unavailable;
import taskagent.domain.run.RunId;
import taskagent.json.OpenRunsJson;
import taskagent.json.OpenRunsJson.OpenRun;

/**
 * The index of the runs that are not known to have ended. It consists of parts, each a document, so
 * that several replicas can change it at the same time. A run may be in any part, or in several.
 *
 * <p>Runs that are added at the same time are saved together, because a save costs more than
 * another run in it.
 */
public final class OpenRuns implements AutoCloseable {

  /** The number of parts. More of them make each smaller, and a look at all of them larger. */
  private static final int PARTS = 64;

  private static final String PREFIX = "open-";

  /** A run that moves does not have to be looked at before this time is over. */
  static final Duration FIRST_LOOK = Duration.ofSeconds(10);

  /** No look is planned further away than a minute. The rest is for clocks that differ. */
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final Documents documents;
  private final InstantSource clock;
  private final GroupCommit<OpenRun> commit =
      new GroupCommit<>("taskagent-open-runs", this::saveAll);
  private int next = ThreadLocalRandom.current().nextInt(PARTS);

  /** A part of the index. */
  record Part(int number, List<OpenRun> runs, Optional<Document> document) {}

  /** Keeps the index among these documents. */
  public OpenRuns(Documents documents, InstantSource clock) {
    this.documents = documents;
    this.clock = clock;
  }

  /** Adds a run. The future completes when that is durable, or could not be saved. */
  CompletableFuture<Void> add(RunId id) {
    var now = clock.instant();
    return commit.begin(OpenRun.begun(id, now, now.plus(FIRST_LOOK)));
  }

  private void saveAll(List<OpenRun> added) {
    next = (next + 1) % PARTS;
    change(
        next,
        runs -> {
          var all = new ArrayList<>(runs);
          all.addAll(added);
          return all;
        });
  }

  /**
   * Returns all parts that have runs.
   *
   * @throws Unavailable if the store is unavailable
   */
  List<Part> parts() {
    var keys = IntStream.range(0, PARTS).mapToObj(OpenRuns::key).toList();
    var found = documents.readAll(keys);
    return IntStream.range(0, PARTS)
        .mapToObj(number -> part(number, Optional.ofNullable(found.get(key(number)))))
        .filter(part -> !part.runs().isEmpty())
        .toList();
  }

  private static Part part(int number, Optional<Document> document) {
    return new Part(number, runs(document.map(Document::text)), document);
  }

  /**
   * Claims the runs of a part that are to be looked at now: nobody else looks at them until then.
   *
   * @param all true to claim all that have not ended, unless they were begun just now
   * @return the claimed runs; none if somebody else changed the part in the meantime
   */
  List<OpenRun> claim(Part part, Duration until, boolean all) {
    var now = clock.instant();
    Predicate<OpenRun> claims = run -> due(run, now) || (all && dueAtStart(run, now));
    var due = part.runs().stream().filter(claims).toList();
    var after =
        part.runs().stream()
            .map(run -> claims.test(run) ? run.lookAt(now.plus(until)) : run)
            .toList();
    return !due.isEmpty()
            && documents.save(key(part.number()), part.document(), OpenRunsJson.write(after))
        ? due
        : List.of();
  }

  /**
   * Returns true if a run is to be looked at. A look that is further away than any look can be was
   * planned before the clock was set back.
   */
  static boolean due(OpenRun run, Instant now) {
    return !now.isBefore(run.lookAt()) || run.lookAt().isAfter(now.plus(LONGEST));
  }

  /** Returns true if a keeper that has just started is to look at a run. */
  static boolean dueAtStart(OpenRun run, Instant now) {
    return !run.ended() && !now.isBefore(run.begunAt().plus(FIRST_LOOK));
  }

  /**
   * Replaces runs of a part by these, and removes those that have ended.
   *
   * @throws Unavailable if the store is unavailable
   */
  void settle(Part part, List<OpenRun> remain, List<OpenRun> ended) {
    var settled = new HashSet<RunId>();
    remain.forEach(run -> settled.add(run.id()));
    ended.forEach(run -> settled.add(run.id()));
    change(
        part.number(),
        runs -> {
          var after = new ArrayList<OpenRun>();
          runs.stream().filter(run -> !settled.contains(run.id())).forEach(after::add);
          after.addAll(remain);
          return after;
        });
  }

  private void change(int part, UnaryOperator<List<OpenRun>> by) {
    documents.change(key(part), before -> OpenRunsJson.write(by.apply(runs(before))));
  }

  private static List<OpenRun> runs(Optional<String> part) {
    return part.map(OpenRunsJson::read).orElse(List.of());
  }

  private static String key(int part) {
    return PREFIX + part;
  }

  @Override
  public void close() {
    commit.close();
  }
}
