package taskagent.testing.saga;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import taskagent.testing.server.HttpStub;
import taskagent.testing.server.HttpStub.Request;
import taskagent.testing.server.HttpStub.Response;

/**
 * Receives notifications. It answers most of them only when the test releases them. It rejects the
 * notifications of workflows whose id says so, for good.
 */
public final class SlowNotificationReceiver implements AutoCloseable {

  /** In the id of a task whose notification is rejected. */
  static final String REJECTED = "refused";

  /** One in so many is answered at once, so that sagas in all their steps are in flight. */
  private static final int ONE_AT_ONCE_AMONG = 5;

  /** The sender gives up after 10 s, which would count as a failure of the receiver. */
  private static final Duration LONGEST = Duration.ofSeconds(8);

  private static final int DELAY_MILLIS = 500;

  private final HttpStub stub = new HttpStub();
  private final Map<String, Set<String>> keys = new ConcurrentHashMap<>();
  private final AtomicInteger deliveries = new AtomicInteger();
  private final CountDownLatch released = new CountDownLatch(1);
  private final Random random;

  /** Starts it on a free port. The seed decides what it answers at once. */
  public SlowNotificationReceiver(long seed) {
    this.random = new Random(seed);
    var _ = stub.on("/notifications", this::receive);
  }

  /** Returns its address. */
  public String address() {
    return stub.address() + "/notifications";
  }

  /** Returns the distinct keys of the notifications of a workflow. */
  public Set<String> keys(String workflow) {
    return keys.getOrDefault(workflow, Set.of());
  }

  /** Returns the number of notifications, repeated ones included. */
  public int deliveries() {
    return deliveries.get();
  }

  /** Answers all notifications soon from now on. */
  public void release() {
    released.countDown();
  }

  private Response receive(Request request) throws InterruptedException {
    var key = request.header("Idempotency-Key").orElse("");
    var workflow = key.substring(0, Math.max(0, key.indexOf('/')));
    keys.computeIfAbsent(workflow, _ -> ConcurrentHashMap.newKeySet()).add(key);
    deliveries.incrementAndGet();
    boolean atOnce;
    int delay;
    synchronized (random) {
      atOnce = random.nextInt(ONE_AT_ONCE_AMONG) == 0;
      delay = random.nextInt(DELAY_MILLIS);
    }
    if (!atOnce) {
      boolean _ = released.await(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    }
    TimeUnit.MILLISECONDS.sleep(delay);
    return Response.of(workflow.contains(REJECTED) ? 400 : 204);
  }

  @Override
  public void close() {
    stub.close();
  }
}
