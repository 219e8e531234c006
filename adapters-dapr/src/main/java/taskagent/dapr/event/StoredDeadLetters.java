package taskagent.dapr.event;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;

import io.dapr.v1.DaprAppCallbackProtos.TopicEventResponse.TopicEventResponseStatus;
import io.grpc.ManagedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.LongStream;
import taskagent.dapr.metric.EngineMetrics;
import taskagent.dapr.store.Documents;
import taskagent.dapr.store.Pages;
import taskagent.domain.port.DeadLetters;
import taskagent.domain.port.EventPublisher;
import taskagent.domain.port.Unavailable;
import taskagent.json.DeadLetterJson;
import taskagent.json.DeadLetterJson.Entry;
import taskagent.json.EventAttempts;
import taskagent.json.Events;

/**
 * The dead letters of all replicas, in the state store. They arrive from the dead-letter topics. A
 * letter is a document, and its number is its place in an index, which keeps the newest 10,000. The
 * entry of a letter that was replayed or deleted stays, so that the numbers stay (ADR 48).
 */
public final class StoredDeadLetters implements DeadLetters, AutoCloseable {

  private static final System.Logger LOG = System.getLogger(StoredDeadLetters.class.getName());

  private static final String LETTER = "dead-letter-";
  private static final String INDEX = "dead-index-";
  private static final int KEPT = 10_000;
  private static final Pages.Form<Entry> FORM =
      new Pages.Form<>(DeadLetterJson::writeIndex, DeadLetterJson::readIndex);

  /** A letter that arrives again within so many others is recognised. */
  private static final int RECENT = Pages.SIZE;

  /** How many pages or letters are read at once. */
  private static final int BATCH = 20;

  private static final int TRIES = 20;
  private static final Duration COUNTED_EVERY = Duration.ofSeconds(15);

  private final Documents documents;
  private final Pages<Entry> index;
  private final PubsubOutbox outbox;
  private final Duration retention;
  private final InstantSource clock;
  private final EngineMetrics metrics;
  private final long pagesKept;
  private final ReentrantLock adding = new ReentrantLock();
  private Optional<Thread> counting = Optional.empty();

  /** The place of a letter in the index. */
  private record Place(long number, Entry entry) {}

  /**
   * Keeps letters among these documents.
   *
   * @param retention how long a letter is kept after the event was given up; zero for ever
   */
  public StoredDeadLetters(
      Documents documents,
      PubsubOutbox outbox,
      Duration retention,
      InstantSource clock,
      EngineMetrics metrics) {
    this(documents, outbox, retention, clock, metrics, KEPT / Pages.SIZE);
  }

  StoredDeadLetters(
      Documents documents,
      PubsubOutbox outbox,
      Duration retention,
      InstantSource clock,
      EngineMetrics metrics,
      long pagesKept) {
    this.documents = documents;
    this.pagesKept = pagesKept;
    this.index = new Pages<>(documents, INDEX, pagesKept, FORM, Optional.empty());
    this.outbox = outbox;
    this.retention = retention;
    this.clock = clock;
    this.metrics = metrics;
  }

  /** Subscribes to the dead-letter topics; the caller closes the streams. */
  public List<EventStream> subscribe(ManagedChannel channel, String pubsub) {
    return EventPublisher.TOPICS.stream()
        .map(
            topic ->
                new EventStream(
                    channel, pubsub, topic + EventConsumer.DEAD, data -> take(topic, data)))
        .toList();
  }

  /** Counts the letters now and then, for the metric. */
  public StoredDeadLetters counting() {
    counting =
        Optional.of(Thread.ofVirtual().name("taskagent-dead-letters").start(this::keepCount));
    return this;
  }

  private void keepCount() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        Thread.sleep(COUNTED_EVERY);
        count();
      } catch (InterruptedException e) {
        return;
      } catch (Unavailable e) {
        LOG.log(DEBUG, "dead letters are counted later: {0}", e.reason());
      } catch (RuntimeException e) {
        LOG.log(ERROR, "the dead letters could not be counted", e);
      }
    }
  }

  /** Counts the letters, because other replicas change them, too, and the store removes some. */
  void count() {
    long end = index.end();
    long count = 0;
    for (long from = first(end); from <= end; from = nextBatch(from)) {
      count += places(from, end).size();
    }
    metrics.deadEvents(count);
  }

  // ------------------------------------------------------------------ arriving

  /** Keeps what arrived from the dead-letter topic of this topic. */
  TopicEventResponseStatus take(String topic, byte[] data) {
    try {
      add(topic, new String(data, StandardCharsets.UTF_8));
      return TopicEventResponseStatus.SUCCESS;
    } catch (Unavailable e) {
      return TopicEventResponseStatus.RETRY;
    }
  }

  private void add(String topic, String text) {
    var letter = DeadLetterJson.ofCloudEvent(0, topic, text, clock.instant());
    var entry = new Entry(Optional.of(letter.event().id()), letter.deadAt());
    adding.lock();
    try {
      long end = index.end();
      var known =
          places(Math.max(1, end - RECENT + 1), end).stream()
              .filter(place -> place.entry().event().equals(entry.event()))
              .findFirst();
      long number = known.map(Place::number).orElseGet(() -> index.append(List.of(entry)));
      documents.put(key(number), DeadLetterJson.write(letter), kept());
      if (known.isEmpty()) {
        metrics.deadEventsChanged(1);
        removeOldest(number);
      }
    } finally {
      adding.unlock();
    }
  }

  private Optional<Duration> kept() {
    return Optional.of(retention).filter(time -> !time.isZero());
  }

  /** Removes the letters of the page that the index has just dropped, if it has. */
  private void removeOldest(long number) {
    long dropped = number - pagesKept * Pages.SIZE;
    if (dropped > 0 && (number - 1) % Pages.SIZE == 0) {
      LongStream.range(dropped, dropped + Pages.SIZE).forEach(old -> documents.delete(key(old)));
    }
  }

  // ------------------------------------------------------------------ reading

  @Override
  public Page list(long after, int limit) {
    long end = index.end();
    var found = new ArrayList<DeadLetter>();
    long from = Math.max(first(end), Math.min(after, end) + 1);
    while (from <= end && found.size() <= limit) {
      found.addAll(letters(places(from, end), limit + 1 - found.size()));
      from = nextBatch(from);
    }
    if (found.size() <= limit) {
      return new Page(found, OptionalLong.empty());
    }
    var items = found.subList(0, limit);
    return new Page(items, OptionalLong.of(items.getLast().number()));
  }

  /** Returns the number of the oldest letter that the index may have. */
  private long first(long end) {
    long newestPage = Math.max(0, end - 1) / Pages.SIZE;
    return Math.max(0, newestPage - pagesKept + 1) * Pages.SIZE + 1;
  }

  private static long nextBatch(long from) {
    return ((from - 1) / Pages.SIZE + BATCH) * Pages.SIZE + 1;
  }

  /** Returns the letters from this number on that are there, of some pages of the index. */
  private List<Place> places(long from, long end) {
    if (end == 0) {
      return List.of();
    }
    long page = (from - 1) / Pages.SIZE;
    long last = (end - 1) / Pages.SIZE;
    var places = new ArrayList<Place>();
    var now = clock.instant();
    index
        .findAll(page, Math.min(last + 1, page + BATCH))
        .forEach(
            (number, found) -> {
              for (int i = 0; i < found.entries().size(); i++) {
                var place = new Place(number * Pages.SIZE + i + 1, found.entries().get(i));
                if (place.number() >= from && isThere(place.entry(), now)) {
                  places.add(place);
                }
              }
            });
    return places;
  }

  private boolean isThere(Entry entry, Instant now) {
    boolean expired = !retention.isZero() && entry.deadAt().plus(retention).isBefore(now);
    return entry.event().isPresent() && !expired;
  }

  private List<DeadLetter> letters(List<Place> places, int limit) {
    var letters = new ArrayList<DeadLetter>();
    for (int from = 0; from < places.size() && letters.size() < limit; from += BATCH) {
      var numbers =
          places.subList(from, Math.min(places.size(), from + BATCH)).stream()
              .map(Place::number)
              .toList();
      var found = documents.readAll(numbers.stream().map(StoredDeadLetters::key).toList());
      for (long number : numbers) {
        Optional.ofNullable(found.get(key(number)))
            .map(document -> DeadLetterJson.read(number, document.text()))
            .filter(_ -> letters.size() < limit)
            .ifPresent(letters::add);
      }
    }
    return letters;
  }

  @Override
  public Optional<DeadLetter> find(long number) {
    return documents
        .read(key(number))
        .map(document -> DeadLetterJson.read(number, document.text()));
  }

  // ------------------------------------------------------------------ changing

  @Override
  public boolean replay(long number) {
    var letter = find(number);
    letter.ifPresent(this::publish);
    return letter.isPresent() && drop(number);
  }

  /** Publishes a letter to the retry topic, because other consumers have got the event. */
  private void publish(DeadLetter letter) {
    var again = letter.event().topic() + EventConsumer.AGAIN;
    DeadLetterJson.unreadableText(letter)
        .ifPresentOrElse(
            text -> outbox.publish(again, text.getBytes(StandardCharsets.UTF_8)),
            () -> outbox.publish(again, Events.cloudEvent(letter.event(), EventAttempts.REPLAYED)));
  }

  @Override
  public long replayAll() {
    long end = index.end();
    long count = 0;
    for (long from = first(end); from <= end; from = nextBatch(from)) {
      for (var place : places(from, end)) {
        if (place.number() <= end && replay(place.number())) {
          count++;
        }
      }
    }
    return count;
  }

  @Override
  public boolean drop(long number) {
    if (documents.read(key(number)).isEmpty()) {
      return false;
    }
    forget(number);
    documents.delete(key(number));
    metrics.deadEventsChanged(-1);
    return true;
  }

  private void forget(long number) {
    long page = (number - 1) / Pages.SIZE;
    int place = (int) ((number - 1) % Pages.SIZE);
    for (int i = 0; i < TRIES; i++) {
      var found = index.find(page).filter(entries -> entries.entries().size() > place);
      if (found.isEmpty()) {
        return; // the index does not keep it any more
      }
      var entries = new ArrayList<>(found.get().entries());
      entries.set(place, entries.get(place).gone());
      if (index.replace(page, found.get(), entries)) {
        return;
      }
    }
    throw Unavailable.overloaded("the dead letters are changed by too many at once");
  }

  private static String key(long number) {
    return LETTER + number;
  }

  @Override
  public void close() {
    counting.ifPresent(Thread::interrupt);
  }
}
