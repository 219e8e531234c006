package taskagent.app.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static taskagent.app.client.ServerStub.json;
import static taskagent.app.client.ServerStub.problem;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code doctor} finds what is wrong, and says what to do. */
class DoctorTest {

  private static final String HEALTHY =
      """
      # TYPE taskagent_info gauge
      taskagent_info{engine="embedded",version="1.2.3"} 1.0
      taskagent_tasks{state="overdue"} 0.0
      taskagent_events_pending 3.0
      taskagent_events_dead 0.0
      taskagent_disk_free_bytes 7.6690194432E10
      """;

  @RegisterExtension static final WireMockExtension SERVER = ServerStub.start();

  @BeforeEach
  void healthy() {
    SERVER.stubFor(
        get("/health/live")
            .willReturn(
                json(200, "{\"status\": \"UP\"}")
                    .withHeader("Date", "Sun, 01 Mar 2026 10:00:01 GMT")));
    SERVER.stubFor(get("/health/ready").willReturn(json(200, "{\"status\": \"UP\"}")));
    metrics(HEALTHY);
    me(200, "{\"open\": true, \"user\": null, \"role\": null, \"may\": []}");
    SERVER.stubFor(
        get(urlPathEqualTo("/tasks"))
            .willReturn(json(404, "{\"type\": \"about:blank\", \"status\": 404}")));
  }

  private static void me(int status, String body) {
    SERVER.stubFor(get("/me").willReturn(json(status, body)));
  }

  private static void metrics(String text) {
    SERVER.stubFor(get("/metrics").willReturn(aResponse().withBody(text)));
  }

  private static ClientRun doctor() {
    return ClientRun.of(SERVER.baseUrl(), "doctor", "-o", "csv");
  }

  @Test
  void aHealthyServer() {
    var run = doctor();
    assertThat(run.code()).as(run.out()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("ok,server,\"version 1.2.3, engine embedded\"", "ok,disk,71 GiB are free")
        .doesNotContain("warning", "error", "lists");
  }

  @Test
  void whatIsWrongIsNamedWithWhatToDo() {
    metrics(
        """
        taskagent_tasks{state="overdue"} 2.0
        taskagent_events_pending 1000.0
        taskagent_events_dead 1.0
        taskagent_sagas_still 1.0
        taskagent_disk_free_bytes 1.0E7
        """);
    SERVER.stubFor(
        get("/health/live")
            .willReturn(json(200, "{}").withHeader("Date", "Sun, 01 Mar 2026 10:01:00 GMT")));
    var run = doctor();
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains("warning,clock,the server's clock is 1m ahead of this machine's,Synchronise")
        .contains("warning,server,it does not say its version")
        .contains("warning,tasks,2 tasks are overdue,List them")
        .contains("warning,events,1000 wait to be published,Check the receiver")
        .contains("warning,dead letters,1 event was given up,\"Fix")
        .contains("error,sagas,1 saga stands still,\"Check")
        .contains("error,disk,9 MiB are free,\"Free space");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|0|ok,notifications,their receiver can be reached,",
        "0|1|warning,notifications,1 assignee cannot be reached,",
        "0|2|warning,notifications,2 assignees cannot be reached,",
        "1|2|warning,notifications,the receiver cannot be reached,"
      })
  void aReceiverThatCannotBeReachedIsAWarning(int address, int assignees, String finding) {
    metrics(
        HEALTHY
            + "taskagent_circuits_open{of=\"address\"} %d.0\n".formatted(address)
            + "taskagent_circuits_open{of=\"assignee\"} %d.0\n".formatted(assignees));
    assertThat(doctor().out()).contains(finding);
  }

  @Test
  void whoMayCallIsSaid() {
    assertThat(doctor().out()).contains("ok,access,open to everybody on this machine");
    me(200, "{\"open\": false, \"user\": \"ada\", \"role\": \"operator\", \"may\": []}");
    assertThat(doctor().out()).contains("ok,access,callers show tokens; you are ada (operator)");
    SERVER.stubFor(get("/me").willReturn(problem(401, "unauthorized", "Show a token.")));
    assertThat(doctor().out()).contains("warning,access,\"the server needs a token");
    SERVER.stubFor(
        get("/me").willReturn(json(404, "{\"type\": \"about:blank\", \"status\": 404}")));
    assertThat(doctor().out()).as("an older server").doesNotContain("access");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.0|ok,writing,a write takes 1 ms,",
        "100000.0|ok,writing,a write takes 100 ms,",
        "250000.0|warning,writing,a write takes 250 ms,\"Each change waits",
        "0.0|"
      })
  void aSlowDiskIsAWarning(String micros, String finding) {
    metrics(HEALTHY + "taskagent_database_commit_microseconds " + micros + "\n");
    if (finding == null) {
      assertThat(doctor().out()).as("not measured yet").doesNotContain("writing");
    } else {
      assertThat(doctor().out()).contains(finding);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.0|18.0|0|ok,dapr,the sidecar has version 1.18,",
        "1.0|15.0|0|warning,dapr,the sidecar has version 1.15,This version is tested with Dapr",
        "||1|error,dapr,the server cannot reach its sidecar,"
      })
  void theSidecarIsChecked(String major, String minor, int code, String finding) {
    var version =
        major == null
            ? ""
            : "taskagent_dapr_version{part=\"major\"} %s\ntaskagent_dapr_version{part=\"minor\"} %s\n"
                .formatted(major, minor);
    metrics(HEALTHY.replace("engine=\"embedded\"", "engine=\"dapr\"") + version);
    var run = doctor();
    assertThat(run.code()).isEqualTo(code);
    assertThat(run.out()).contains(finding);
  }

  @Test
  void warningsAloneAreNoFailure() {
    metrics(HEALTHY.replace("dead 0.0", "dead 1.0"));
    assertThat(doctor().code()).isZero();
  }

  @Test
  void aServerThatIsNotReady() {
    SERVER.stubFor(
        get("/health/ready").willReturn(problem(503, "unavailable", "Redis is unavailable.")));
    var run = doctor();
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("error,ready,Redis is unavailable.,");
  }

  @Test
  void theLagOfListsIsCheckedWhereThereAreLists() {
    SERVER.stubFor(
        get(urlPathEqualTo("/tasks"))
            .willReturn(
                json(
                    200,
                    "{\"items\": [], \"as_of\": {\"seq\": 1, \"lag_ms\": 900}, \"stale\": true}")));
    assertThat(doctor().out()).contains("warning,lists,lists lag 900 ms behind,");
  }

  @Test
  void anEngineWithoutListsIsNoWarning() {
    SERVER.stubFor(
        get(urlPathEqualTo("/tasks")).willReturn(problem(501, "some", "Dapr has no lists.")));
    assertThat(doctor().out()).doesNotContain("lists");
  }

  @Test
  void aServerThatIsNotThere() {
    var run = ClientRun.of("http://127.0.0.1:9", "doctor", "-o", "csv");
    assertThat(run.code()).isEqualTo(6);
    assertThat(run.out().lines()).hasSize(2).last().asString().startsWith("error,reachable,");
  }
}
