package taskagent.app.client;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static taskagent.app.client.ServerStub.json;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command {@code bulk} prints, and its exit codes. */
class BulkCommandTest {

  @RegisterExtension static final WireMockExtension SERVER = ServerStub.start();

  private static void bulk(int done, boolean ended) {
    SERVER.stubFor(
        get(urlPathEqualTo("/bulk/bulk-12345678"))
            .willReturn(
                json(
                    200,
                    """
                    {"bulk_id": "bulk-12345678", "action": "cancel", "state": "%s", "count": 2,
                     "done": %d, "refused": %d, "left": 0,
                     "refusals": [{"task_id": "t9", "reason": "the task is completed"}],
                     "started_at": "2026-03-01T10:00:00.000Z", "ended_at": %s}"""
                        .formatted(
                            ended ? "completed" : "running",
                            done,
                            2 - done,
                            ended ? "\"2026-03-01T10:00:01.000Z\"" : "null"))));
  }

  private static ClientRun run(String command) {
    return ClientRun.of(SERVER.baseUrl(), command.split(" ", -1));
  }

  @ParameterizedTest
  @CsvSource({"2, true, 0", "1, true, 1", "1, false, 8"})
  void aWaitForABulkSaysHowItEnded(int done, boolean ended, int code) {
    bulk(done, ended);
    SERVER.stubFor(
        post(urlPathEqualTo("/bulk"))
            .willReturn(json(202, "{\"bulk_id\": \"bulk-12345678\", \"state\": \"running\"}")));

    var run = run("bulk cancel --ids t8,t9 --wait --timeout 1ms");

    assertThat(run.code()).as(run.err()).isEqualTo(code);
    assertThat(run.out()).contains("bulk-12345678", ended ? "completed" : "running");
  }

  @Test
  void itShowsTheTasksThatRefused() {
    bulk(1, true);

    var run = run("bulk show bulk-12345678");

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("cancel", "completed", "t9", "the task is completed");
  }

  @Test
  void itListsTheLatestBulks() {
    SERVER.stubFor(
        get(urlPathEqualTo("/bulk"))
            .willReturn(
                json(
                    200,
                    """
                    {"items": [{"bulk_id": "bulk-1", "action": "cancel", "state": "running",
                     "count": 9, "done": 4, "refused": 1, "left": 4}], "next": "more"}""")));

    var run = run("bulk list");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("bulk-1", "cancel", "running");
    assertThat(run.err()).contains("only the latest are listed");
  }

  @ParameterizedTest
  @CsvSource({"bulk list bulk-1", "bulk show", "bulk stop", "bulk cancel bulk-12345678"})
  void theArgumentsMustFit(String command) {
    assertThat(run(command).code()).isEqualTo(2);
  }
}
