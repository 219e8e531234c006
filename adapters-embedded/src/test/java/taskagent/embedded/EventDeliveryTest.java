package taskagent.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskagent.domain.contract.ManualClock;
import taskagent.domain.conversation.RuleBasedResponder;
import taskagent.domain.conversation.UserId;
import taskagent.domain.engine.EventPolicy;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.Retention;
import taskagent.domain.port.Activity;
import taskagent.domain.port.DeadLetters.DeadLetter;
import taskagent.domain.port.EventPublisher.Event;
import taskagent.domain.port.Notifier;
import taskagent.domain.processing.NotifyPolicy;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskCommand.Assign;
import taskagent.domain.task.TaskCommand.Create;
import taskagent.domain.task.TaskCommand.Start;
import taskagent.domain.task.TaskId;
import taskagent.json.RunJson;

/**
 * How the embedded engine delivers events to a receiver that hangs or refuses (specification §6).
 */
class EventDeliveryTest {

  private static final int SENDERS = 4;

  @TempDir Path folder;
  private final ManualClock clock = new ManualClock();
  private final List<Event> published = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> calls = new ConcurrentHashMap<>();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final Set<String> hanging = ConcurrentHashMap.newKeySet();
  private int commands;
  private EmbeddedEngine engine;

  @BeforeEach
  void open() {
    engine =
        EmbeddedEngine.open(
            new EmbeddedSettings(
                folder,
                10,
                Retention.DEFAULT,
                new EventPolicy(Duration.ofMinutes(1), Duration.ofMinutes(5), SENDERS),
                NotifyPolicy.DEFAULT),
            clock,
            Kinds.ofTasks(RunJson.CODEC, _ -> new Notifier.Sent()),
            new RuleBasedResponder(),
            this::receive,
            Activity.none());
  }

  private void receive(Event event) {
    calls.merge(event.id(), 1, Integer::sum);
    if (hanging.contains(event.subject())) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted", e);
      }
    }
    if (refused.contains(event.subject()) || refused.contains(event.id())) {
      throw new IllegalStateException("the receiver answered 400");
    }
    published.add(event);
  }

  @AfterEach
  void close() {
    engine.close(Duration.ofMillis(1));
  }

  private void run(String task, TaskCommand... more) {
    var all = new ArrayList<TaskCommand>();
    all.add(new Create(command(), "Title", "Description"));
    all.addAll(List.of(more));
    engine.tasks().run(new TaskId(task), all);
  }

  private CommandId command() {
    return new CommandId("c" + ++commands);
  }

  private List<String> publishedOf(String subject) {
    return published.stream().filter(e -> e.subject().equals(subject)).map(Event::type).toList();
  }

  private void eventually(String subject, String... types) {
    await().untilAsserted(() -> assertThat(publishedOf(subject)).containsExactly(types));
  }

  private void advanceUntilDead(int count) {
    await()
        .until(
            () -> {
              clock.advance(Duration.ofMinutes(1));
              return engine.deadEvents() == count;
            });
  }

  private List<DeadLetter> dead() {
    return engine.deadLetters().list(0, 100).items();
  }

  // ------------------------------------------------------------------ what hangs

  @Test
  void aReceiverThatHangsOnSomeTasksHoldsUpNoOthers() {
    hanging.addAll(List.of("h1", "h2"));
    run("h1", new Assign(command(), "ann"));
    run("h2", new Assign(command(), "ann"));
    await().until(() -> calls.containsKey("h1/1") && calls.containsKey("h2/1"));

    run("t1", new Assign(command(), "ann"), new Start(command()));

    eventually("t1", "task.created", "task.assigned", "task.started");
    assertThat(calls).doesNotContainKeys("h1/2", "h2/2");
  }

  @Test
  void aReceiverThatHangsOnATopicHoldsUpNoOtherTopic() {
    for (int i = 0; i < 50; i++) {
      hanging.add("h" + i);
      run("h" + i);
    }
    await().until(() -> calls.size() == SENDERS);

    engine.conversations().say(new UserId("ada"), "hello", Optional.empty());

    eventually("ada", "conversation.updated");
    assertThat(calls).hasSize(SENDERS + 1); // never more at once
  }

  @Test
  void manyEventsOfATaskThatHangsDoNotHideThoseOfOthers() {
    hanging.add("h");
    run("h");
    await().until(() -> calls.containsKey("h/1"));
    for (int i = 0; i < 40; i++) {
      engine
          .tasks()
          .run(
              new TaskId("h"),
              IntStream.range(0, 50)
                  .<TaskCommand>mapToObj(n -> new Assign(command(), "ann" + n % 2))
                  .toList());
    }

    run("t");

    eventually("t", "task.created");
  }

  @Test
  void whatWasNotSentCostsNoTryAndAnInterruptedCallCostsOne() {
    for (int restart = 0; restart < 3; restart++) {
      if (restart == 0) {
        for (int i = 0; i < 50; i++) {
          hanging.add("h" + i);
          run("h" + i, new Assign(command(), "ann"));
        }
      }
      int underWay = SENDERS * (restart + 1);
      await().until(() -> calls.values().stream().mapToInt(n -> n).sum() == underWay);
      close();
      assertThat(tries()).isEqualTo(underWay);
      open();
    }
  }

  private long tries() {
    var database = Database.reopen(folder, UnaryOperator.identity());
    try {
      return database.first("SELECT sum(tries) FROM outbox", row -> row.getLong(1)).orElseThrow();
    } finally {
      database.close();
    }
  }

  // ------------------------------------------------------------------ what is refused

  @Test
  void laterEventsOfATaskWaitUntilARefusedOneIsDead() {
    refused.add("t/1");
    run("t", new Assign(command(), "ann"));
    await().until(() -> calls.containsKey("t/1"));
    engine.tasks().run(new TaskId("t"), new Start(command()));
    run("other");
    eventually("other", "task.created");
    assertThat(publishedOf("t")).isEmpty();

    advanceUntilDead(1);

    eventually("t", "task.assigned", "task.started");
    assertThat(calls.get("t/1")).isGreaterThan(5); // a wait is a minute at most, and 5 m in all
    assertThat(dead())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.event().id()).isEqualTo("t/1");
              assertThat(letter.tries()).isEqualTo(calls.get("t/1"));
              assertThat(letter.reason()).isEqualTo("the receiver answered 400");
            });
  }

  @Test
  void aReplayedDeadLetterIsPublished() {
    refused.add("a");
    run("a");
    advanceUntilDead(1);
    refused.clear();

    assertThat(engine.deadLetters().replay(dead().getFirst().number())).isTrue();

    eventually("a", "task.created");
  }

  // ------------------------------------------------------------------ the clock

  @ParameterizedTest
  @ValueSource(longs = {-1, 1, -24, 24})
  void theNextAttemptIsNeverFurtherAwayThanItsWaitThoughTheClockIsSet(long hours) {
    refused.add("t");
    run("t");
    await().until(() -> calls.getOrDefault("t/1", 0) == 1);

    clock.advance(Duration.ofHours(hours));
    refused.clear();
    clock.advance(Duration.ofSeconds(1));

    await()
        .until(
            () -> {
              clock.advance(Duration.ofMillis(100));
              return publishedOf("t").size() == 1;
            });
    assertThat(engine.deadEvents()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1, -24, 24})
  void theNextAttemptIsNeverFurtherAwayThanItsWaitThoughTheClockIsSetWhileStopped(long hours) {
    refused.add("t");
    run("t");
    await().until(() -> calls.getOrDefault("t/1", 0) == 1);
    close();

    clock.advance(Duration.ofHours(hours));
    refused.clear();
    open();

    await()
        .until(
            () -> {
              clock.advance(Duration.ofMillis(100));
              return publishedOf("t").size() == 1;
            });
    assertThat(engine.deadEvents()).isZero();
  }
}
