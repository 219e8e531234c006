package taskagent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import taskagent.http.trace.TraceParent;
import taskagent.http.trace.Tracing;

/** What the tracer observes of requests. */
final class TracingTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CLIENT = "00f067aa0ba902b7";

  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private final TestServer server = TestServer.start();

  TracingTest() {
    server.tracing =
        (method, route, parent) -> {
          told.add(method + " " + route.orElse("nowhere") + " under " + parent.orElse(null));
          return new Seen();
        };
    server.beforeEngine = () -> told.add("the engine is asked");
  }

  private final class Seen implements Tracing.Span {
    @Override
    public Optional<TraceParent> here() {
      return Optional.empty();
    }

    @Override
    public <T> T within(Supplier<T> work) {
      told.add("within");
      T done = work.get();
      told.add("without");
      return done;
    }

    @Override
    public void end(int status) {
      told.add("ended with " + status);
    }
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void everythingIsDoneWithinTheRequest() {
    server.get("/tasks/t1", "traceparent", "00-" + TRACE + "-" + CLIENT + "-01");
    assertThat(told)
        .containsExactly(
            "GET /tasks/{task_id} under 00-" + TRACE + "-" + CLIENT + "-01",
            "within",
            "the engine is asked", // for the task
            "the engine is asked", // for the workflow of its request
            "without",
            "ended with 404");
  }

  @Test
  void aRequestForNothingHasNoRouteAndNoParent() {
    server.get("/nothing/here");
    assertThat(told)
        .containsExactly("GET nowhere under null", "within", "without", "ended with 404");
  }
}
