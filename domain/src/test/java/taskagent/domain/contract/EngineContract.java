package taskagent.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import taskagent.domain.port.Conversations;
import taskagent.domain.port.EventPublisher.Event;
import taskagent.domain.port.Tasks;
import taskagent.domain.port.Workflows;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskId;

/**
 * What the contracts have in common: an engine, its outside, and words to speak of them. Ids are
 * new in every test, so that an adapter may open its engine once and keep it for all of them.
 */
@NullUnmarked // the fields are set before each test
public abstract class EngineContract {

  /** Sets the ids of one JVM apart from those of another that used the same store. */
  private static final String RUN = Long.toString(ProcessHandle.current().pid(), 36);

  private static final AtomicInteger COUNT = new AtomicInteger();

  private Outside outside;
  private EngineUnderTest engine;

  /** Opens an engine with this outside. */
  protected abstract EngineUnderTest open(Outside outside);

  /** The outside of the engine; one that goes by a real clock says so here. */
  protected Outside newOutside() {
    return Outside.with(new ManualClock());
  }

  /** How long something may take that needs no time by the engine's clock. */
  protected Duration patience() {
    return Duration.ofSeconds(10);
  }

  /** How many callers come at once where a test has many. */
  protected int crowd() {
    return 16;
  }

  @BeforeEach
  final void openEngine() {
    outside = newOutside();
    engine = open(outside);
  }

  @AfterEach
  final void closeEngine() {
    engine.close();
  }

  /** The engine. */
  protected final EngineUnderTest engine() {
    return engine;
  }

  /** Its outside. */
  protected final Outside outside() {
    return outside;
  }

  protected final Tasks tasks() {
    return engine.tasks();
  }

  protected final Conversations conversations() {
    return engine.conversations();
  }

  protected final Workflows workflows() {
    return engine.workflows();
  }

  protected final Instant now() {
    return outside.clock().instant();
  }

  /** An id that nobody used before. */
  protected static String fresh(String prefix) {
    return prefix + RUN + "-" + COUNT.incrementAndGet();
  }

  protected static TaskId newTask() {
    return new TaskId(fresh("t"));
  }

  protected static CommandId newCommand() {
    return new CommandId(fresh("c"));
  }

  /** A request that passes validation, for a deadline in an hour. */
  protected static TaskRequest request(TaskId task) {
    return new TaskRequest(task, "Prepare the report", "All the figures of March", "ann", 3600);
  }

  /** Waits until something holds. */
  protected final void eventually(ThrowingRunnable assertion) {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .atMost(patience())
        .untilAsserted(assertion);
  }

  /** The events about a task or user, once there are so many different ones. */
  protected final List<Event> events(String subject, int count) {
    eventually(
        () ->
            assertThat(outside.publisher().published(subject).stream().map(Event::id).distinct())
                .hasSize(count));
    return outside.publisher().published(subject);
  }

  /** A workflow as it ended. */
  protected final Workflow ended(WorkflowId id) {
    var workflow = workflows().await(id, patience()).orElseThrow();
    assertThat(workflow.status()).as("status of %s", id).isEqualTo(Workflow.Status.COMPLETED);
    return workflow;
  }

  /** Has many callers do the same at once; what each was answered. */
  protected final <T> List<T> atOnce(int callers, java.util.function.IntFunction<T> call) {
    var start = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var futures = new ArrayList<Future<T>>();
      for (int i = 0; i < callers; i++) {
        int number = i;
        Callable<T> one =
            () -> {
              start.await();
              return call.apply(number);
            };
        futures.add(threads.submit(one));
      }
      start.countDown();
      var answers = new ArrayList<T>();
      for (var future : futures) {
        answers.add(result(future));
      }
      return answers;
    }
  }

  /** What came of something done elsewhere, within the test's patience. */
  protected final <T> T result(Future<T> future) {
    try {
      return future.get(patience().multipliedBy(3).toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("a call did not succeed", e);
    }
  }

  /** The step of a workflow with this name. */
  protected static taskagent.domain.saga.StepState step(Workflow workflow, String name) {
    return workflow.state().steps().stream()
        .filter(step -> step.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  protected static <T> Optional<T> some(T value) {
    return Optional.of(value);
  }
}
