package taskagent.dapr.event;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import io.dapr.v1.DaprAppCallbackProtos.TopicEventRequest;
import io.dapr.v1.DaprAppCallbackProtos.TopicEventResponse;
import io.dapr.v1.DaprAppCallbackProtos.TopicEventResponse.TopicEventResponseStatus;
import io.dapr.v1.DaprGrpc;
import io.dapr.v1.DaprProtos.SubscribeTopicEventsRequestAlpha1;
import io.dapr.v1.DaprProtos.SubscribeTopicEventsRequestInitialAlpha1;
import io.dapr.v1.DaprProtos.SubscribeTopicEventsRequestProcessedAlpha1;
import io.dapr.v1.DaprProtos.SubscribeTopicEventsResponseAlpha1;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import taskagent.dapr.sidecar.SidecarCalls;

/**
 * A subscription to one topic over a gRPC stream. The sidecar sends several events at a time, and
 * each is acknowledged by its id (ADR 19). A broken stream, as after a restart of the sidecar, is
 * reopened. A stream to a sidecar that shuts down is closed, because the sidecar would wait for it
 * forever.
 */
public final class EventStream implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(EventStream.class.getName());

  /** The pause before a stream is reopened, and between checks of the connection. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final ManagedChannel channel;
  private final SubscribeTopicEventsRequestAlpha1 wish;
  private final Function<byte[], TopicEventResponseStatus> taker;
  private final Thread thread;

  /**
   * Opens the stream and keeps it open until {@link #close()}.
   *
   * @param taker receives each event as it was published, on many threads at once, and returns how
   *     to acknowledge it
   */
  EventStream(
      ManagedChannel channel,
      String pubsub,
      String topic,
      Function<byte[], TopicEventResponseStatus> taker) {
    this.channel = channel;
    this.taker = taker;
    this.wish =
        SubscribeTopicEventsRequestAlpha1.newBuilder()
            .setInitialRequest(
                SubscribeTopicEventsRequestInitialAlpha1.newBuilder()
                    .setPubsubName(pubsub)
                    .setTopic(topic)
                    .putMetadata(
                        "rawPayload", "true")) // otherwise the sidecar drops what it cannot parse
            .build();
    this.thread = Thread.ofVirtual().name("taskagent-events-" + topic).start(this::stayOpen);
  }

  private void stayOpen() {
    try {
      while (true) {
        if (SidecarCalls.connected(channel)) {
          new Open().untilItBreaks();
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      LOG.log(DEBUG, "stream {0} is closed", Thread.currentThread().getName());
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  /** One connection of the stream. */
  private final class Open implements StreamObserver<SubscribeTopicEventsResponseAlpha1> {

    private final CountDownLatch broken = new CountDownLatch(1);
    private final StreamObserver<SubscribeTopicEventsRequestAlpha1> answers;

    Open() {
      answers = DaprGrpc.newStub(channel).subscribeTopicEventsAlpha1(this);
      answers.onNext(wish);
    }

    /**
     * Waits until the stream or its channel is no longer usable. The channel of a server that shuts
     * down is not ready.
     */
    void untilItBreaks() throws InterruptedException {
      try {
        boolean over = false;
        while (!over && SidecarCalls.connected(channel)) {
          over = broken.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
      } finally {
        end();
      }
    }

    @Override
    public void onNext(SubscribeTopicEventsResponseAlpha1 response) {
      if (response.hasEventMessage()) {
        Thread.startVirtualThread(() -> take(response.getEventMessage()));
      }
    }

    private void take(TopicEventRequest event) {
      var status = status(event);
      var processed =
          SubscribeTopicEventsRequestProcessedAlpha1.newBuilder()
              .setId(event.getId())
              .setStatus(TopicEventResponse.newBuilder().setStatus(status));
      answer(SubscribeTopicEventsRequestAlpha1.newBuilder().setEventProcessed(processed).build());
    }

    /**
     * Always returns a status. Without an acknowledgement one of the sidecar's few workers would
     * wait forever.
     */
    private TopicEventResponseStatus status(TopicEventRequest event) {
      try {
        return taker.apply(event.getData().toByteArray());
      } catch (RuntimeException e) {
        LOG.log(WARNING, "an event could not be handled and will be redelivered", e);
        return TopicEventResponseStatus.RETRY;
      }
    }

    private synchronized void answer(SubscribeTopicEventsRequestAlpha1 processed) {
      try {
        answers.onNext(processed);
      } catch (IllegalStateException e) {
        LOG.log(
            DEBUG, "an event will be redelivered, because its stream broke: {0}", e.getMessage());
      }
    }

    private synchronized void end() {
      try {
        answers.onCompleted();
      } catch (IllegalStateException e) {
        LOG.log(DEBUG, "a stream had already ended: {0}", e.getMessage());
      }
    }

    @Override
    public void onError(Throwable cause) {
      LOG.log(DEBUG, "a stream broke: {0}", cause.getMessage());
      broken.countDown();
    }

    @Override
    public void onCompleted() {
      broken.countDown();
    }
  }
}
