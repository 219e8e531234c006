package taskagent.testing.server;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP server for tests, whose handlers may block: each request has a virtual thread of its own.
 * WireMock cannot hold hundreds of requests until the test releases them: it can delay an answer
 * only by a time that is known beforehand.
 */
public final class HttpStub implements AutoCloseable {

  private static final int BACKLOG = 1024;
  private static final int FAILED = 500;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Starts a stub on a free port of the loopback address. */
  public HttpStub() {
    this(InetAddress.getLoopbackAddress(), 0);
  }

  /** Starts a stub; port 0 stands for a free one. */
  public HttpStub(InetAddress address, int port) {
    try {
      server = HttpServer.create(new InetSocketAddress(address, port), BACKLOG);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.start();
  }

  /** A request that came in. */
  public record Request(Headers headers, String body) {

    /** Returns the first value of a header. */
    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.getFirst(name));
    }
  }

  /**
   * An answer.
   *
   * @param json the body; empty for none
   * @param afterwards runs when the answer has been sent
   */
  public record Response(
      int status, String json, Map<String, String> headers, Runnable afterwards) {

    /** Closes the connection without an answer. */
    public static final Response NONE = of(0);

    /** Creates an answer with a body. */
    public Response(int status, String json) {
      this(status, json, Map.of(), () -> {});
    }

    /** Returns an answer without a body. */
    public static Response of(int status) {
      return new Response(status, "");
    }

    /** Returns this answer with one header more. */
    public Response with(String name, String value) {
      var all = new HashMap<>(headers);
      all.put(name, value);
      return new Response(status, json, all, afterwards);
    }

    /** Returns this answer, and an action that runs when it has been sent. */
    public Response andThen(Runnable action) {
      return new Response(status, json, headers, action);
    }
  }

  /** Answers requests. */
  @FunctionalInterface
  public interface Handler {

    /** Returns the answer to a request. If it throws, the request is answered with 500. */
    Response answer(Request request) throws IOException, InterruptedException;
  }

  /** Answers all requests whose path begins like this. */
  public HttpStub on(String path, Handler handler) {
    server.createContext(path, exchange -> handle(exchange, handler));
    return this;
  }

  /** Returns the address of the stub, without a slash at the end. */
  public String address() {
    var bound = server.getAddress();
    return "http://" + bound.getAddress().getHostAddress() + ":" + bound.getPort();
  }

  private static void handle(HttpExchange exchange, Handler handler) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var response = answer(handler, new Request(exchange.getRequestHeaders(), body));
      if (response.status() != Response.NONE.status()) {
        send(exchange, response);
      }
      response.afterwards().run();
    }
  }

  private static Response answer(Handler handler, Request request) {
    try {
      return handler.answer(request);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Response.of(FAILED);
    } catch (IOException | RuntimeException | Error e) {
      System.err.println("a stub failed: " + e);
      return Response.of(FAILED);
    }
  }

  private static void send(HttpExchange exchange, Response response) throws IOException {
    var body = response.json().getBytes(StandardCharsets.UTF_8);
    response.headers().forEach(exchange.getResponseHeaders()::set);
    if (body.length == 0) {
      exchange.sendResponseHeaders(response.status(), -1);
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(response.status(), body.length);
    exchange.getResponseBody().write(body);
  }

  /** Stops the stub. Handlers that still block are interrupted. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
