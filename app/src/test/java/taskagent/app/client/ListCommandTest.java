package taskagent.app.client;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static taskagent.app.client.ServerStub.json;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code list} asks for, and what it says about the answer. */
class ListCommandTest {

  @RegisterExtension static final WireMockExtension SERVER = ServerStub.start();

  private static void stub(String after, String page) {
    SERVER.stubFor(
        get(urlPathEqualTo("/tasks"))
            .withQueryParam("after", equalTo(after))
            .willReturn(json(200, page)));
  }

  private static String page(int items, String rest) {
    var all =
        IntStream.range(0, items)
            .mapToObj(i -> "{\"task_id\": \"t" + i + "\"}")
            .collect(Collectors.joining(","));
    return "{\"items\": [" + all + "], " + rest + "}";
  }

  @Test
  void theWordsAreTheFilter() {
    SERVER.stubFor(
        get(urlPathEqualTo("/tasks")).willReturn(json(200, page(0, "\"stale\": false"))));
    var run =
        ClientRun.of(
            SERVER.baseUrl(),
            "list",
            "status:overdue,assigned",
            "due:<2h",
            "\"quarterly rep\"",
            "--sort",
            "-due",
            "--limit",
            "7",
            "--explain",
            "--",
            "-assignee:ada+bob");
    assertThat(run.code()).as(run.err()).isZero();
    SERVER.verify(
        getRequestedFor(urlPathEqualTo("/tasks"))
            .withQueryParam(
                "q", equalTo("status:overdue,assigned due:<2h \"quarterly rep\" -assignee:ada+bob"))
            .withQueryParam("sort", equalTo("-due"))
            .withQueryParam("limit", equalTo("7"))
            .withQueryParam("explain", equalTo("true")));
  }

  @Test
  void anExplanationIsAColumn() {
    SERVER.stubFor(
        get(urlPathEqualTo("/tasks"))
            .willReturn(
                json(
                    200,
                    "{\"items\": [{\"task_id\": \"t1\", \"status\": \"assigned\", \"explain\":"
                        + " {\"sentence\": \"Waiting for ada.\"}}]}")));
    assertThat(ClientRun.of(SERVER.baseUrl(), "list", "--explain").out())
        .contains("EXPLANATION", "Waiting for ada.");
  }

  @Test
  void workflowsAreListedToo() {
    SERVER.stubFor(
        get(urlPathEqualTo("/workflows"))
            .withQueryParam("q", equalTo("outcome:failed"))
            .willReturn(
                json(
                    200,
                    """
                    {"items": [{"workflow_id": "task-workflow-t1", "task_id": "t1",
                      "status": "COMPLETED", "result": {"status": "failed", "message": "m"},
                      "step": "notify", "attempts": 3, "waiting_for": null,
                      "updated_at": "2026-03-01T09:59:00Z"}]}""")));
    var run = ClientRun.of(SERVER.baseUrl(), "list", "workflows", "outcome:failed");
    assertThat(run.out())
        .contains("task-workflow-t1  COMPLETED  failed   notify  3         -            1m ago");
  }

  @Test
  void manyAreReadInPages() {
    SERVER.stubFor(
        get(urlPathEqualTo("/tasks")).willReturn(json(200, page(500, "\"next\": \"c/1\""))));
    stub("c/1", page(100, "\"stale\": false"));
    var run = ClientRun.of(SERVER.baseUrl(), "list", "--limit", "700", "-o", "id");
    assertThat(run.out().lines()).hasSize(600);
    assertThat(run.err()).isEmpty();
    SERVER.verify(
        getRequestedFor(urlPathEqualTo("/tasks"))
            .withQueryParam("after", equalTo("c/1"))
            .withQueryParam("limit", equalTo("200")));
  }

  @Test
  void whatIsLeftOutIsSaidOnStandardError() {
    SERVER.stubFor(
        get(urlPathEqualTo("/tasks"))
            .willReturn(
                json(
                    200,
                    page(
                        2,
                        "\"next\": \"c1\", \"total\": {\"value\": 1000, \"relation\": \"gte\"},"
                            + " \"stale\": true, \"as_of\": {\"seq\": 1, \"lag_ms\": 700}"))));
    var run = ClientRun.of(SERVER.baseUrl(), "list", "--limit", "2", "-o", "id");
    assertThat(run.out()).isEqualTo("t0\nt1\n");
    assertThat(run.err()).contains("2 of at least 1000", "--after c1", "700 ms");
  }
}
