package taskagent.http.connection;

import io.helidon.common.concurrency.limits.FixedLimit;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.context.Context;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.http.media.MediaContext;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A protocol of Helidon, for connections that {@link Listener} has accepted. */
public final class ProtocolContext implements ListenerContext, AutoCloseable {

  private final ListenerConfig config;
  private final DirectHandlers refusals;
  private final Router router;
  private final ServerConnectionSelector protocol;
  private final Context context = Context.builder().id("listener").build();
  private final MediaContext media = MediaContext.create();
  private final ContentEncodingContext encodings = ContentEncodingContext.create();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Limit unlimited = FixedLimit.create();

  /**
   * Creates the protocol.
   *
   * @param protocol reads requests and writes answers
   * @param refusals answer what Helidon refuses
   * @param routing answers everything else
   */
  public ProtocolContext(
      ListenerConfig config,
      ServerConnectionSelector protocol,
      DirectHandlers refusals,
      HttpRouting.Builder routing) {
    this.config = config;
    this.refusals = refusals;
    this.router = Router.builder().addRouting(routing).build();
    this.protocol = protocol;
    router.beforeStart();
  }

  ServerConnection connection(ConnectionContext connection) {
    return protocol.connection(connection);
  }

  Router router() {
    return router;
  }

  Limit limit() {
    return unlimited;
  }

  @Override
  public Context context() {
    return context;
  }

  @Override
  public MediaContext mediaContext() {
    return media;
  }

  @Override
  public ContentEncodingContext contentEncodingContext() {
    return encodings;
  }

  @Override
  public DirectHandlers directHandlers() {
    return refusals;
  }

  @Override
  public ListenerConfig config() {
    return config;
  }

  @Override
  public ExecutorService executor() {
    return executor;
  }

  @Override
  public void close() {
    router.afterStop();
    executor.shutdownNow();
  }
}
