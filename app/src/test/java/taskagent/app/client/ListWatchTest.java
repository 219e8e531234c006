package taskagent.app.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static taskagent.app.client.ServerStub.json;
import static taskagent.app.client.ServerStub.problem;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code list --watch} prints, and how it continues when the stream ends. */
class ListWatchTest {

  @RegisterExtension static final WireMockExtension SERVER = ServerStub.start();

  private static void list(String id, String position) {
    SERVER.stubFor(
        get(urlPathEqualTo("/tasks"))
            .willReturn(
                json(
                    200,
                    "{\"items\": [{\"task_id\": \"%s\"}], \"as_of\": {\"position\": \"%s\"}}"
                        .formatted(id, position))));
  }

  private static void stream(String since, String events) {
    SERVER.stubFor(
        get(urlPathEqualTo("/events"))
            .withQueryParam("of", equalTo("tasks"))
            .withQueryParam("q", equalTo("status:open"))
            .withQueryParam("since", equalTo(since))
            .willReturn(
                aResponse().withHeader("Content-Type", "text/event-stream").withBody(events)));
  }

  /** A request that no stub expects ends the command. */
  private static void end(String since) {
    SERVER.stubFor(
        get(urlPathEqualTo("/events"))
            .withQueryParam("since", equalTo(since))
            .willReturn(problem(501, "not-on-this-engine", "That is all.")));
  }

  @Test
  void eachChangeIsALineAndTheStreamContinuesWhereItEnded() {
    list("t1", "e.1");
    stream(
        "e.1",
        """
        retry: 1000

        event: counts
        data: {"tasks": {"pending": 1}}

        id: e.2
        event: upsert
        data: {"task": {"task_id": "t2"}}

        id: e.3
        event: leave
        data: {"task_id": "t1"}

        """);
    stream("e.3", "id: e.4\nevent: upsert\ndata: {\"task\": {\"task_id\": \"t3\"}}\n\n");
    end("e.4");
    var run = ClientRun.of(SERVER.baseUrl(), "list", "status:open", "--watch", "-o", "jsonl");
    assertThat(run.out())
        .isEqualTo("{\"task_id\":\"t1\"}\n{\"task_id\":\"t2\"}\n{\"task_id\":\"t3\"}\n");
    assertThat(run.err())
        .isEqualTo("taskagent: t1 is no longer in the list\ntaskagent: That is all.\n");
    assertThat(run.code()).isNotZero();
  }

  @Test
  void afterAResetItListsAgain() {
    list("t1", "e.1");
    SERVER.stubFor(
        get(urlPathEqualTo("/events"))
            .inScenario("reset")
            .whenScenarioStateIs("Started")
            .willSetStateTo("over")
            .willReturn(aResponse().withBody("id: e.9\nevent: reset\ndata: {}\n\n")));
    SERVER.stubFor(
        get(urlPathEqualTo("/events"))
            .inScenario("reset")
            .whenScenarioStateIs("over")
            .willReturn(problem(501, "not-on-this-engine", "That is all.")));
    var run = ClientRun.of(SERVER.baseUrl(), "list", "--watch", "-o", "id");
    assertThat(run.out()).isEqualTo("t1\nt1\n");
    assertThat(run.err()).contains("changes are missing; listing again", "That is all.");
  }

  @Test
  void anOlderServerHasNoStream() {
    list("t1", "e.1");
    SERVER.stubFor(
        get(urlPathEqualTo("/events")).willReturn(aResponse().withStatus(404).withBody("no")));
    var run = ClientRun.of(SERVER.baseUrl(), "list", "--watch", "-o", "id");
    assertThat(run.err())
        .contains("this server has no stream of changes; it is older than this command");
    assertThat(ClientRun.of(SERVER.baseUrl(), "list", "--watch", "--explain").err())
        .contains("--watch goes with neither --explain nor --after");
  }
}
