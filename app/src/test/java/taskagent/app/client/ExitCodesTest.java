package taskagent.app.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static taskagent.app.client.ServerStub.json;
import static taskagent.app.client.ServerStub.problem;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The exit code tells a script what happened, and one line on standard error tells people. */
class ExitCodesTest {

  @RegisterExtension static final WireMockExtension SERVER = ServerStub.start();

  @ParameterizedTest
  @CsvSource({
    "400, 2", "401, 4", "403, 4", "404, 3", "409, 5", "410, 3", "412, 5", "413, 2", "415, 2",
    "421, 4", "422, 2", "429, 6", "500, 1", "501, 1", "502, 6", "503, 6", "504, 6"
  })
  void theCodeFollowsTheStatus(int status, int code) {
    SERVER.stubFor(any(anyUrl()).willReturn(problem(status, "some", "This is why.")));
    var run = ClientRun.of(SERVER.baseUrl(), "complete", "t1");
    assertThat(run.code()).isEqualTo(code);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines().filter(line -> line.startsWith("taskagent: ")))
        .last()
        .isEqualTo("taskagent: This is why.");
  }

  @Test
  void aLineForEachInvalidField() {
    SERVER.stubFor(
        post("/tasks/process")
            .willReturn(
                json(
                    422,
                    """
                    {"type": "urn:taskagent:problem:invalid-fields", "title": "Invalid fields",
                     "status": 422, "detail": "2 fields are invalid; see errors.", "errors": [
                      {"pointer": "/title", "code": "blank", "message": "title must not be blank"},
                      {"pointer": "/prio", "code": "unknown", "message": "prio is no field"}]}""")));
    var run =
        ClientRun.of(
            SERVER.baseUrl(),
            "process",
            "--title",
            " ",
            "--assignee",
            "ada",
            "--description",
            "0123456789");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            """
            taskagent: 2 fields are invalid; see errors.
              /title: title must not be blank
              /prio: prio is no field
            """);
  }

  @Test
  void aServerThatIsNotThere() throws IOException {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    var run = ClientRun.of("http://127.0.0.1:" + port, "get", "t1");
    assertThat(run.code()).isEqualTo(6);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines())
        .last()
        .asString()
        .contains("127.0.0.1:" + port, "no connection", "--url");
  }

  @Test
  void aServerThatIsNoTaskAgent() {
    SERVER.stubFor(any(anyUrl()).willReturn(aResponse().withBody("<html>Hello</html>")));
    var run = ClientRun.of(SERVER.baseUrl(), "get", "t1");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("not JSON");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "get ../x                                                                   | not an id",
        "get t1 --url ftp://127.0.0.1                                               | --url",
        "get t1 --url http://127.0.0.1/?x=1                                         | --url",
        "get t1 -o xml                                                              | xml",
        "deadline t1                                                                | --in 2h",
        "deadline t1 --in 2h --at 2026-12-24T18:00:00Z                              | not both",
        "deadline t1 --in soon                                                      | soon",
        "deadline t1 --at 2026-02-28T10:00:00Z                                      | in the past",
        "deadline t1 --at tomorrow                                                  | tomorrow",
        "retry t1                                                                   | task-workflow-t1",
        "signal loan-1 collected --payload yes                                      | not JSON",
        "signal loan-1                                                              | NAME",
        "chat ada                                                                   | --history",
        "chat ada --history hello                                                   | --history",
        "list workflows --explain                                                   | for tasks",
        "list --limit 0                                                             | --limit",
        "list --limit 10001                                                         | --limit",
        "watch t1 --until done                                                      | status=completed",
        "dead-letters replay                                                        | id",
        "dead-letters list 7                                                        | no id",
        "dead-letters remove --all                                                  | --all",
        "dead-letters drop 7                                                        | drop",
        "process --title Report --assignee ada                                      | --description"
      })
  void anInvalidCommandLineIsNotSent(String arguments, String says) {
    var run = ClientRun.of(SERVER.baseUrl(), arguments.split(" ", -1));
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(says);
    assertThat(SERVER.getAllServeEvents()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "COMPLETED, completed, 0, ''",
    "COMPLETED, failed, 1, taskagent: task-workflow-t1 ended as failed",
    "COMPLETED, rejected, 1, taskagent: task-workflow-t1 ended as rejected",
    "FAILED, defect, 1, taskagent: task-workflow-t1 ended as defect",
    "RUNNING, completed, 8, taskagent: task-workflow-t1 still runs"
  })
  void waitingTellsHowTheWorkflowEnded(String status, String outcome, int code, String said) {
    SERVER.stubFor(
        post("/tasks/process")
            .willReturn(
                json(202, "{\"workflow_id\": \"task-workflow-t1\", \"status\": \"started\"}")));
    SERVER.stubFor(
        get(urlPathEqualTo("/workflows/task-workflow-t1"))
            .willReturn(
                json(
                    200,
                    """
                    {"workflow_id": "task-workflow-t1", "status": "%s", "output": null,
                     "result": {"task_id": "t1", "status": "%s", "message": "m"}, "steps": []}"""
                        .formatted(status, outcome))));
    var run =
        ClientRun.of(
            SERVER.baseUrl(),
            ("process --id t1 --title Report --assignee ada --description 0123456789 --wait"
                    + " --timeout 100ms")
                .split(" ", -1));
    assertThat(run.code()).as(run.err()).isEqualTo(code);
    assertThat(run.out()).contains("task-workflow-t1");
    assertThat(run.err().strip()).isEqualTo(said);
  }

  @Test
  void aListOnAServerWithoutLists() {
    SERVER.stubFor(
        get(urlEqualTo("/tasks?limit=50"))
            .willReturn(json(404, "{\"type\": \"about:blank\", \"status\": 404}")));
    var run = ClientRun.of(SERVER.baseUrl(), "list");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("cannot list tasks");
  }
}
