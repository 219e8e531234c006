package taskagent.acceptance.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.TreeSet;
import taskagent.acceptance.http.RawHttpClient.Reply;

/** Checks that a refusal is a problem (RFC 9457) without internals (specification §5). */
final class RawReplyAssertions {

  private RawReplyAssertions() {}

  /** Checks that it is a problem with this status. */
  static void isProblem(Reply reply, int status) throws IOException {
    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.header("content-type")).startsWith("application/problem+json");
    var problem = reply.json();
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    for (var field : new String[] {"type", "title", "detail", "instance"}) {
      assertThat(problem.path(field).isTextual()).as("%s in %s", field, problem).isTrue();
      assertThat(problem.path(field).asText()).as("%s in %s", field, problem).isNotBlank();
    }
    assertThat(reply.body()).doesNotContain(RawHttpClient.INSIDE.toArray(String[]::new));
  }

  /** Checks that it is a 422 whose errors have exactly these pointers. */
  static void names(Reply reply, String... pointers) throws IOException {
    isProblem(reply, 422);
    var named = new TreeSet<String>();
    for (var error : reply.json().path("errors")) {
      named.add(error.path("pointer").asText());
      assertThat(error.path("code").asText()).isNotBlank();
      assertThat(error.path("message").asText()).isNotBlank();
    }
    assertThat(named).as(reply.body()).containsExactlyInAnyOrder(pointers);
  }
}
