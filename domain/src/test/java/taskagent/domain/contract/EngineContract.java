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
import taskagent.domain.contract.ScriptedNotifier.Call;
import taskagent.domain.port.Conversations;
import taskagent.domain.port.EventPublisher.Event;
import taskagent.domain.port.Tasks;
import taskagent.domain.port.Workflows;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.Workflow;
import taskagent.domain.run.RunId;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskId;

/**
 * The base of the contracts: an engine, its outside, and shared helper methods. Each test uses new
 * ids, so that an adapter can open its engine once for all tests.
 */
@NullUnmarked // the fields are set before each test
public abstract class EngineContract {

  /** Makes the ids of this JVM differ from those of another that used the same store. */
  private static final String RUN = Long.toString(ProcessHandle.current().pid(), 36);

  private static final AtomicInteger COUNT = new AtomicInteger();

  private ScriptedOutside outside;
  private EngineUnderTest engine;

  /** Opens the engine of the test. */
  protected abstract Engines engines();

  /** How long an operation may take that does not wait for the clock of the engine. */
  protected Duration patience() {
    return engines().patience();
  }

  /** How long an engine is down in a test. */
  protected final Duration downTime() {
    return engines().shortened(Duration.ofHours(1));
  }

  /** The number of concurrent callers in tests that have many. */
  protected int crowd() {
    return 16;
  }

  @BeforeEach
  final void openEngine() {
    outside = engines().newOutside();
    engine = engines().open(outside);
  }

  @AfterEach
  final void closeEngine() {
    engine.close();
  }

  /** Returns the engine. */
  protected final EngineUnderTest engine() {
    return engine;
  }

  /** Returns its outside. */
  protected final ScriptedOutside outside() {
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

  /** How long the notify step waits after a failed attempt. */
  protected final Duration waitAfter(int attempt) {
    return engines().policy().retry().backoff().after(attempt);
  }

  /**
   * Returns the calls of the notifier for a task, oldest first, without those that an engine may
   * repeat.
   */
  protected final List<Call> calls(TaskId task) {
    return outside.notifier().calls(task).stream()
        .filter(call -> !engines().mayRepeatCalls() || !call.notification().repeated())
        .toList();
  }

  /** Returns a new id. */
  protected static String fresh(String prefix) {
    return prefix + RUN + "-" + COUNT.incrementAndGet();
  }

  protected static TaskId newTask() {
    return new TaskId(fresh("t"));
  }

  protected static CommandId newCommand() {
    return new CommandId(fresh("c"));
  }

  /** Returns a valid request with a deadline in one hour. */
  protected static TaskRequest request(TaskId task) {
    return new TaskRequest(task, "Prepare the report", "All the figures of March", "ann", 3600);
  }

  /** Waits until an assertion holds. */
  protected final void eventually(ThrowingRunnable assertion) {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .atMost(patience())
        .untilAsserted(assertion);
  }

  /** Waits for this number of different events about a task or user, and returns them. */
  protected final List<Event> events(String subject, int count) {
    eventually(
        () ->
            assertThat(outside.publisher().published(subject).stream().map(Event::id).distinct())
                .hasSize(count));
    return outside.publisher().published(subject);
  }

  /** Waits for the end of a workflow and returns it. */
  protected final Workflow ended(RunId id) {
    var workflow = workflows().await(id, patience()).orElseThrow();
    assertThat(workflow.status()).as("status of %s", id).isEqualTo(Workflow.Status.COMPLETED);
    return workflow;
  }

  /** Runs an action in many threads at once and returns their answers. */
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

  /** Returns the result of another thread, within the time limit of the test. */
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

  /** Returns the step of a workflow with this name. */
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
