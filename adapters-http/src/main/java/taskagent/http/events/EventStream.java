package taskagent.http.events;

import static java.lang.System.Logger.Level.DEBUG;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import taskagent.domain.port.Unavailable;
import taskagent.domain.task.TaskStatus;
import taskagent.domain.view.Feed;
import taskagent.domain.view.Feed.Count;
import taskagent.domain.view.Feed.Entry;
import taskagent.domain.view.Feed.Position;
import taskagent.domain.view.Feed.RunEntry;
import taskagent.domain.view.Feed.TaskEntry;
import taskagent.domain.view.Lists.AsOf;
import taskagent.domain.view.Matches;
import taskagent.domain.view.RunState;
import taskagent.http.answer.JsonBytes;
import taskagent.http.answer.Streaming;
import taskagent.http.api.ItemJson;
import taskagent.http.events.EventParameters.Asked;

/**
 * The changes for one client. Its thread waits for the next ones, tests them against the client's
 * filter, and sends them. Nothing is queued: while the client does not read, the thread waits for
 * it, and what it misses meanwhile is still in the feed, or the client is reset.
 */
final class EventStream implements Streaming {

  private static final System.Logger LOGGER = System.getLogger("taskagent.http");

  private static final byte[] RETRY = "retry: 1000\n\n".getBytes(UTF_8);

  /** How many changes are read at once. */
  private static final int PART = 256;

  /** About as much is sent at once. */
  private static final int PIECE = 16 * 1024;

  /**
   * How often events come that no change causes.
   *
   * @param bookmarks the time from one bookmark to the next
   * @param counts the shortest time from one event with counts to the next
   */
  record Pace(Duration bookmarks, Duration counts) {
    static final Pace USUAL = new Pace(Duration.ofSeconds(5), Duration.ofSeconds(1));
  }

  private final Feed feed;
  private final Asked asked;
  private final InstantSource clock;
  private final Pace pace;
  private final Upserts upserts;
  private final EventCounters counters;
  private final ByteArrayOutputStream piece = new ByteArrayOutputStream();
  private Position position;
  private boolean resets;
  private long bookmarkAt;
  private long countAt;
  private boolean counted;
  private byte[] lastCounts = {};

  /**
   * Creates a stream.
   *
   * @throws Unavailable if the lists are being built
   */
  EventStream(
      Feed feed,
      Asked asked,
      InstantSource clock,
      Pace pace,
      Upserts upserts,
      EventCounters counters) {
    this.feed = feed;
    this.asked = asked;
    this.clock = clock;
    this.pace = pace;
    this.upserts = upserts;
    this.counters = counters;
    var now = feed.asOf().position();
    this.position = asked.since().filter(feed::continues).orElse(now);
    this.resets = asked.since().isPresent() && !feed.continues(asked.since().get());
  }

  @Override
  public void send(Sink client) throws InterruptedException {
    piece.writeBytes(RETRY);
    bookmarkAt = System.nanoTime();
    countAt = bookmarkAt;
    try {
      while (true) {
        turn(client);
      }
    } catch (Unavailable e) { // The client connects again, and is told why.
      LOGGER.log(DEBUG, "a stream ends: {0}", e.reason());
    }
  }

  /** Waits for changes, and sends what is due. */
  private void turn(Sink client) throws InterruptedException {
    if (resets) {
      reset();
    }
    if (!counted && countAt - System.nanoTime() <= 0) {
      count();
    }
    if (bookmarkAt - System.nanoTime() <= 0) {
      bookmark();
    }
    flush(client);
    var part = feed.after(position, PART, left());
    resets = part.isEmpty();
    if (part.isPresent()) {
      for (var entry : part.get().entries()) {
        change(entry);
        if (piece.size() > PIECE) {
          flush(client);
        }
      }
      position = part.get().upTo();
    }
  }

  private Duration left() {
    long due = counted ? bookmarkAt : Math.min(bookmarkAt, countAt);
    return Duration.ofNanos(Math.max(0, due - System.nanoTime()));
  }

  private void flush(Sink client) {
    if (piece.size() > 0) {
      client.write(piece.toByteArray());
      piece.reset();
    }
  }

  private void add(EventType type, byte[] event) {
    counters.sent(type);
    piece.writeBytes(event);
  }

  // ---- What is sent.

  /** Tells the client to list again, and goes on from now. */
  private void reset() {
    position = feed.asOf().position();
    add(EventType.RESET, EventText.of(EventType.RESET, position, _ -> {}));
    bookmarkAt = System.nanoTime();
    countAt = bookmarkAt;
    counted = false;
    lastCounts = new byte[0];
    resets = false;
  }

  private void bookmark() {
    bookmarkAt = System.nanoTime() + pace.bookmarks().toNanos();
    var asOf = feed.asOf();
    add(
        EventType.BOOKMARK,
        EventText.of(
            EventType.BOOKMARK,
            position,
            json -> {
              JsonBytes.instant(json, "time", clock.instant());
              ItemJson.write(json, new AsOf(position, asOf.lagMillis()));
              json.writeBooleanField("stale", asOf.stale());
            }));
  }

  private void count() {
    countAt = System.nanoTime() + pace.counts().toNanos();
    counted = true;
    var tasks = asked.tasks().flatMap(filter -> feed.countTasks(filter.now()));
    var runs = asked.runs().flatMap(filter -> feed.countRuns(filter.now()));
    if (tasks.isEmpty() && runs.isEmpty()) {
      return;
    }
    var event =
        EventText.of(
            EventType.COUNTS,
            json -> {
              if (tasks.isPresent()) {
                write(json, "tasks", tasks.get(), TaskStatus::wireName);
              }
              if (runs.isPresent()) {
                write(json, "workflows", runs.get(), RunState::wireName);
              }
            });
    if (!Arrays.equals(event, lastCounts)) {
      lastCounts = event;
      add(EventType.COUNTS, event);
    }
  }

  private static <S extends Enum<S>> void write(
      JsonGenerator json, String of, List<Count<S>> counts, Function<S, String> name)
      throws IOException {
    json.writeObjectFieldStart(of);
    for (var count : counts) {
      json.writeNumberField(name.apply(count.state()), count.items());
    }
    json.writeEndObject();
  }

  private void change(Entry entry) {
    switch (entry) {
      case TaskEntry task ->
          asked
              .tasks()
              .map(LiveFilter::now)
              .ifPresent(
                  filter ->
                      change(task, task.before(), task.after(), t -> Matches.task(filter, t)));
      case RunEntry run ->
          asked
              .runs()
              .map(LiveFilter::now)
              .ifPresent(
                  filter -> change(run, run.before(), run.after(), r -> Matches.run(filter, r)));
    }
  }

  private <T> void change(
      Entry entry, Optional<T> before, Optional<T> after, Predicate<T> matches) {
    if (after.filter(matches).isPresent()) {
      add(EventType.UPSERT, upserts.of(entry, this::upsert));
    } else if (before.filter(matches).isPresent()) {
      add(EventType.LEAVE, EventText.of(EventType.LEAVE, at(entry), json -> leave(json, entry)));
    } else {
      return;
    }
    counted = false;
  }

  private Position at(Entry entry) {
    return new Position(position.epoch(), entry.seq());
  }

  private byte[] upsert(Entry entry) {
    return EventText.of(
        EventType.UPSERT,
        at(entry),
        json -> {
          switch (entry) {
            case TaskEntry task -> {
              json.writeObjectFieldStart("task");
              ItemJson.write(json, task.after().orElseThrow());
            }
            case RunEntry run -> {
              json.writeObjectFieldStart("workflow");
              ItemJson.write(json, run.after().orElseThrow());
            }
          }
          json.writeEndObject();
        });
  }

  private static void leave(JsonGenerator json, Entry entry) throws IOException {
    switch (entry) {
      case TaskEntry task -> json.writeStringField("task_id", task.id().value());
      case RunEntry run -> json.writeStringField("workflow_id", run.id().value());
    }
  }
}
