package taskagent.outbound;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Discards a body. Only the status matters, so errors in the body are ignored. A short body is read
 * to its end, so that the connection can be reused. If the body is long or slow, the connection is
 * closed instead.
 */
final class Unread implements BodySubscriber<@Nullable Void> {

  private static final int BYTES_AT_MOST = 64 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
  private Flow.@Nullable Subscription subscription;
  private int bytes;

  @Override
  public CompletionStage<@Nullable Void> getBody() {
    return end;
  }

  @Override
  public void onSubscribe(Flow.Subscription body) {
    subscription = body;
    CompletableFuture.delayedExecutor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .execute(this::giveUp);
    body.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> part) {
    for (var buffer : part) {
      bytes += buffer.remaining();
      if (bytes > BYTES_AT_MOST) {
        giveUp();
        return;
      }
    }
  }

  @Override
  public void onError(Throwable throwable) {
    end.complete(null);
  }

  @Override
  public void onComplete() {
    end.complete(null);
  }

  /** Closes the connection, unless the body has ended and the connection is in use again. */
  private void giveUp() {
    var body = subscription;
    if (end.complete(null) && body != null) {
      body.cancel();
    }
  }
}
