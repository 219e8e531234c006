package taskagent.dapr;

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

/**
 * A topic's events, which the sidecar hands over one by one, several at a time, and of which each
 * is answered by its id (ADR 19). A stream that breaks, as when the sidecar is killed, is opened
 * anew. That of a sidecar that is to end is ended, since the sidecar waits for that for ever.
 */
final class EventStream implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(EventStream.class.getName());

  /** How soon a stream is opened anew, and how often the connection is looked at. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final ManagedChannel channel;
  private final SubscribeTopicEventsRequestAlpha1 wish;
  private final Function<byte[], TopicEventResponseStatus> taker;
  private final Thread thread;

  /**
   * Opens the stream.
   *
   * @param taker is given each event just as it was published, by many threads at once, and says
   *     what the sidecar is to do with it
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
                    .putMetadata("rawPayload", "true")) // what it cannot read itself, it would drop
            .build();
    this.thread = Thread.ofVirtual().name("taskagent-events-" + topic).start(this::stayOpen);
  }

  private void stayOpen() {
    try {
      while (true) {
        if (Reach.connected(channel)) {
          new Open().untilItBreaks();
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      LOG.log(DEBUG, "{0} is closed", Thread.currentThread().getName());
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  /** The stream as long as it holds. */
  private final class Open implements StreamObserver<SubscribeTopicEventsResponseAlpha1> {

    private final CountDownLatch broken = new CountDownLatch(1);
    private final StreamObserver<SubscribeTopicEventsRequestAlpha1> answers;

    Open() {
      answers = DaprGrpc.newStub(channel).subscribeTopicEventsAlpha1(this);
      answers.onNext(wish);
    }

    /** A server that is to end takes no new calls by a connection, which is not ready then. */
    void untilItBreaks() throws InterruptedException {
      try {
        boolean over = false;
        while (!over && Reach.connected(channel)) {
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

    /** Without an answer one of the sidecar's few workers would wait for ever. */
    private TopicEventResponseStatus status(TopicEventRequest event) {
      try {
        return taker.apply(event.getData().toByteArray());
      } catch (RuntimeException e) {
        LOG.log(WARNING, "an event comes again", e);
        return TopicEventResponseStatus.RETRY;
      }
    }

    private synchronized void answer(SubscribeTopicEventsRequestAlpha1 processed) {
      try {
        answers.onNext(processed);
      } catch (IllegalStateException e) {
        LOG.log(DEBUG, "an event comes again, as its stream broke: {0}", e.getMessage());
      }
    }

    private synchronized void end() {
      try {
        answers.onCompleted();
      } catch (IllegalStateException e) {
        LOG.log(DEBUG, "a stream had ended: {0}", e.getMessage());
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
