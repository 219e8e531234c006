package taskagent.app.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static taskagent.app.client.ServerStub.json;
import static taskagent.app.client.ServerStub.problem;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code watch} prints each change once, and ends when it should. */
class WatchTest {

  @RegisterExtension static final WireMockExtension SERVER = ServerStub.start();

  /** The task has version 3; what a conditional read of version 3 gets is up to each test. */
  @BeforeEach
  void stub() {
    SERVER.stubFor(get("/tasks/t1").willReturn(json(200, ServerStub.TASK)));
    SERVER.stubFor(
        get("/tasks/t1/timeline?after=2").willReturn(json(200, entries("pending", "assigned"))));
  }

  private static String entries(String... fromTo) {
    var entries = new StringBuilder();
    for (int i = 0; i < fromTo.length; i += 2) {
      entries
          .append(i == 0 ? "" : ",")
          .append(
              """
              {"at": "2026-03-01T09:00:00Z", "type": "x", "from": "%s", "to": "%s", "detail": ""}"""
                  .formatted(fromTo[i], fromTo[i + 1]));
    }
    return "{\"task_id\": \"t1\", \"left_out\": 0, \"entries\": [" + entries + "], \"next\": null}";
  }

  /** The task changes after the first conditional read. */
  private static void changes(String... fromTo) {
    SERVER.stubFor(
        get("/tasks/t1")
            .withHeader("If-None-Match", equalTo("\"3\""))
            .inScenario("change")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(aResponse().withStatus(304))
            .willSetStateTo("changed"));
    SERVER.stubFor(get("/tasks/t1/timeline?after=3").willReturn(json(200, entries(fromTo))));
  }

  private static ClientRun watch(String arguments) {
    return ClientRun.of(SERVER.baseUrl(), ("watch " + arguments).split(" ", -1));
  }

  @Test
  void eachChangeIsALineAlsoOneBetweenTwoQuestions() {
    changes("assigned", "in_progress", "in_progress", "completed");
    var run = watch("t1 --until status=completed --timeout 30s");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            2026-03-01T09:00:00Z  x  pending  assigned  -
            2026-03-01T09:00:00Z  x  assigned  in_progress  -
            2026-03-01T09:00:00Z  x  in_progress  completed  -
            """);
    SERVER.verify(
        2, getRequestedFor(urlEqualTo("/tasks/t1")).withHeader("If-None-Match", equalTo("\"3\"")));
  }

  @Test
  void itEndsAtOnceIfTheStatusIsThereAlready() {
    var run = watch("t1 --until status=overdue,assigned -o id");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo("assigned\n");
  }

  @Test
  void withoutAConditionItEndsWhenTheTaskIsClosed() {
    changes("assigned", "cancelled");
    assertThat(watch("t1 --timeout 30s").code()).isZero();
  }

  @Test
  void aStatusThatCanNoLongerComeIsAFailure() {
    changes("assigned", "cancelled");
    var run = watch("t1 --until status=completed --timeout 30s");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("t1 has ended, and is not completed");
  }

  @Test
  void theTimeIsOver() {
    SERVER.stubFor(
        get("/tasks/t1")
            .withHeader("If-None-Match", equalTo("\"3\""))
            .willReturn(aResponse().withStatus(304)));
    var run = watch("t1 --until status=completed --timeout 50ms");
    assertThat(run.code()).isEqualTo(8);
    assertThat(run.err()).contains("t1 is not completed yet");
  }

  @Test
  void aTaskThatItsSagaHasYetToCreateIsAwaited() {
    SERVER.stubFor(
        get("/tasks/t1")
            .inScenario("creation")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(problem(404, "task-not-found", "There is no such task."))
            .willSetStateTo("created"));
    SERVER.stubFor(
        get("/tasks/t1")
            .inScenario("creation")
            .whenScenarioStateIs("created")
            .willReturn(json(200, ServerStub.TASK)));
    SERVER.stubFor(
        get(urlPathEqualTo("/workflows/task-workflow-t1"))
            .willReturn(json(200, "{\"status\": \"RUNNING\", \"steps\": []}")));
    assertThat(watch("t1 --until status=assigned --timeout 30s").code()).isZero();
  }

  @Test
  void aTaskThatDoesNotExistIsNotFound() {
    SERVER.stubFor(
        get("/tasks/t2").willReturn(problem(404, "task-not-found", "There is no such task.")));
    SERVER.stubFor(
        get(urlPathEqualTo("/workflows/task-workflow-t2"))
            .willReturn(problem(404, "workflow-not-found", "There is no such workflow.")));
    var run = watch("t2");
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("There is no such task.");
  }

  @Test
  void aWorkflowIsWatchedUntilItsEnd() {
    SERVER.stubFor(
        get("/workflows/task-workflow-t1").willReturn(json(200, workflow("RUNNING", "running"))));
    SERVER.stubFor(
        get("/workflows/task-workflow-t1?wait=500ms")
            .willReturn(json(200, workflow("COMPLETED", "failed"))));
    var run = watch("task-workflow-t1 --json name,status -o jsonl");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .isEqualTo(
            """
            {"name":"notify","status":"running"}
            {"name":"notify","status":"failed"}
            """);
    assertThat(watch("task-workflow-t1 --until status=failed").code()).isZero();
  }

  private static String workflow(String status, String step) {
    return """
    {"workflow_id": "task-workflow-t1", "status": "%s", "result": {"status": "failed"},
     "steps": [{"name": "notify", "status": "%s", "attempts": 1}]}"""
        .formatted(status, step);
  }
}
