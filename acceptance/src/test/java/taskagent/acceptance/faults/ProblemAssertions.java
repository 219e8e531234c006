package taskagent.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import taskagent.testing.server.JsonHttpClient.Answer;

/** Checks error answers: {@code application/problem+json}, and no internals of the server. */
public final class ProblemAssertions {

  private ProblemAssertions() {}

  /** Checks that it is a problem with this status. Returns the pointers of its errors, sorted. */
  public static List<String> check(Answer answer, int status) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    var problem = answer.json();
    for (var field : List.of("type", "title", "detail", "instance")) {
      assertThat(problem.path(field).asText()).as("%s of %s", field, problem).isNotEmpty();
    }
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(answer.text())
        .doesNotContain("Exception", "java.", "taskagent.", "jackson", "helidon", "sqlite");
    var pointers = new ArrayList<String>();
    for (var error : problem.path("errors")) {
      assertThat(error.path("code").asText()).isNotEmpty();
      assertThat(error.path("message").asText()).isNotEmpty();
      pointers.add(error.path("pointer").asText());
    }
    return pointers.stream().sorted().toList();
  }
}
