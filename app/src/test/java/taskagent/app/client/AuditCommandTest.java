package taskagent.app.client;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static taskagent.app.client.ServerStub.json;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the command {@code audit} asks for and prints. */
class AuditCommandTest {

  private static final String ENTRY =
      """
      {"at": "2026-03-01T10:00:00.000Z", "actor": "ada", "action": "assign", "kind": "task",
       "id": "t1", "detail": "bob"}""";

  @RegisterExtension static final WireMockExtension SERVER = ServerStub.start();

  private static ClientRun run(String... command) {
    return ClientRun.of(SERVER.baseUrl(), command);
  }

  @Test
  void itListsPagesWithTheFilter() {
    SERVER.stubFor(
        get(urlPathEqualTo("/audit"))
            .withQueryParam("q", equalTo("actor:ada at:<1d"))
            .withQueryParam("limit", equalTo("2"))
            .willReturn(json(200, "{\"items\": [%s], \"next\": \"p2\"}".formatted(ENTRY))));
    SERVER.stubFor(
        get(urlPathEqualTo("/audit"))
            .withQueryParam("after", equalTo("p2"))
            .willReturn(
                json(
                    200,
                    """
                    {"items": [%s], "next": "p3", "total": {"value": 10000, "relation": "gte"}}"""
                        .formatted(ENTRY.replace("t1", "t2")))));

    var run = run("audit", "actor:ada", "at:<1d", "--limit", "2", "-o", "csv");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("at,actor,action,kind,id,detail")
        .contains("2026-03-01T10:00:00.000Z,ada,assign,task,t1,bob")
        .contains("task,t2,bob");
    assertThat(run.err()).contains("2 of at least 10000 are listed; the next page is --after p3");
  }

  @Test
  void anOlderServerHasNone() {
    SERVER.stubFor(
        get(urlPathEqualTo("/audit"))
            .willReturn(json(404, "{\"type\": \"about:blank\", \"status\": 404}")));
    var run = run("audit");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("this server cannot list the audit");
  }

  @Test
  void theLimitIsChecked() {
    assertThat(run("audit", "--limit", "0").code()).isEqualTo(2);
  }
}
