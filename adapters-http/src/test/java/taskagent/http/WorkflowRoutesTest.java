package taskagent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static taskagent.http.TestServer.json;
import static taskagent.http.TestServer.problem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.time.Duration;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskagent.domain.contract.RecordedLog;
import taskagent.domain.port.Notifier;
import taskagent.domain.task.TaskId;

final class WorkflowRoutesTest {

  private static final TaskId T1 = new TaskId("t1");
  private static final String WORKFLOW = "/workflows/task-workflow-t1";
  private static final String REQUEST =
      """
      {"task_id": "t1", "title": "A title", "description": "What is to be done",
       "assignee": "ada"}\
      """;

  private final TestServer server = TestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  private JsonNode notifyStep() {
    var steps = json(server.get(WORKFLOW)).path("steps");
    return steps.get(steps.size() - 1);
  }

  @Test
  void aWorkflowThatEndedHasItsResultAsObjectAndAsText() {
    server.process("t1");
    var workflow = json(server.get(WORKFLOW));
    assertThat(workflow.fieldNames())
        .toIterable()
        .containsExactly(
            "workflow_id",
            "kind",
            "task_id",
            "status",
            "accepted_at",
            "updated_at",
            "ended_at",
            "output",
            "result",
            "retried_as",
            "steps");
    assertThat(workflow.path("task_id").asText()).isEqualTo("t1");
    assertThat(workflow.path("status").asText()).isEqualTo("COMPLETED");
    assertThat(workflow.path("accepted_at").asText()).isEqualTo(server.clock.instant().toString());
    assertThat(workflow.path("ended_at")).isEqualTo(workflow.path("updated_at"));
    assertThat(workflow.path("result").path("task_id").asText()).isEqualTo("t1");
    assertThat(workflow.path("result").path("status").asText()).isEqualTo("completed");
    assertThat(workflow.path("result").path("message").asText()).contains("ada");
    assertThat(json(workflow.path("output").asText())).isEqualTo(workflow.path("result"));
    assertThat(workflow.path("steps"))
        .allSatisfy(step -> assertThat(step.path("status").asText()).isEqualTo("done"));
  }

  @Test
  void aWorkflowThatRunsShowsWhatItWaitsFor() {
    server.outside.notifier().answer(T1, new Notifier.Failed("no route", true));
    server.post("/tasks/process", REQUEST);
    await().until(() -> notifyStep().path("status").asText().equals("waiting"));
    var workflow = json(server.get(WORKFLOW));
    assertThat(workflow.path("status").asText()).isEqualTo("RUNNING");
    assertThat(workflow.path("output").isNull()).isTrue();
    assertThat(workflow.path("result").isNull()).isTrue();
    var step = notifyStep();
    assertThat(step.fieldNames())
        .toIterable()
        .containsExactly(
            "name", "status", "attempts", "last_error", "next_try_at", "waiting_for", "undo");
    assertThat(step.path("attempts").asInt()).isEqualTo(1);
    assertThat(step.path("last_error").asText()).contains("no route");
    assertThat(step.path("next_try_at").asText())
        .isEqualTo(server.clock.instant().plusSeconds(1).toString());
    assertThat(step.path("waiting_for").asText()).isEqualTo("retry");
    assertThat(step.path("undo").isNull()).isTrue();
  }

  @Test
  void aStepThatIsPutOffSaysSoAndHasUsedNoTry() {
    var later = server.clock.instant().plusSeconds(30);
    server.outside.notifier().answer(T1, new Notifier.NotNow(later, "the circuit is open"));
    server.post("/tasks/process", REQUEST);
    await().until(() -> notifyStep().path("status").asText().equals("waiting"));
    assertThat(notifyStep().path("waiting_for").asText()).isEqualTo("not_now");
    assertThat(notifyStep().path("attempts").asInt()).isZero();
    assertThat(notifyStep().path("next_try_at").asText()).isEqualTo(later.toString());
  }

  @Test
  void theWorkflowsOfATaskAreListedInOrder() {
    assertThat(server.get("/tasks/t1/workflows").statusCode()).isEqualTo(404);
    server.outside.notifier().answer(T1, new Notifier.Failed("no such address", false));
    server.post("/tasks/process", REQUEST);
    var first = json(server.get(WORKFLOW + "?wait=20s"));
    server.post(WORKFLOW + "/retry", "{}");
    var second = json(server.get(WORKFLOW + "-r2?wait=20s"));

    var answer = json(server.get("/tasks/t1/workflows"));
    assertThat(answer.path("task_id").asText()).isEqualTo("t1");
    assertThat(answer.path("workflows"))
        .hasSize(2)
        .first()
        .satisfies(
            run -> {
              assertThat(run.path("retried_as")).isEqualTo(second.path("workflow_id"));
              assertThat(run.path("steps")).isEqualTo(first.path("steps"));
            });
    assertThat(answer.path("workflows").get(1)).isEqualTo(second);
  }

  @Test
  void whatWasUndoneIsShown() {
    server.outside.notifier().answer(T1, new Notifier.Failed("no such address", false));
    server.post("/tasks/process", REQUEST);
    var workflow = json(server.get(WORKFLOW + "?wait=20s"));
    assertThat(workflow.path("status").asText()).isEqualTo("COMPLETED");
    assertThat(workflow.path("result").path("status").asText()).isEqualTo("failed");
    var assign = workflow.path("steps").get(2);
    assertThat(assign.path("status").asText()).isEqualTo("undone");
    assertThat(assign.path("undo").path("status").asText()).isEqualTo("done");
    assertThat(assign.path("undo").path("attempts").asInt()).isEqualTo(1);
    assertThat(json(server.get("/tasks/t1")).path("assignee").isNull()).isTrue();
  }

  @Test
  void aSkippedStepSaysWhyAndTheResultSaysThatNobodyWasNotified() {
    server.outside.notifier().answer(T1, new Notifier.Failed("no route", true));
    server.post("/tasks/process", REQUEST);
    await().until(() -> notifyStep().path("status").asText().equals("waiting"));
    assertThat(notifyStep().has("reason")).isFalse();
    server.post("/tasks/t1/complete", "{}");
    server.engine.advance(Duration.ofSeconds(1));

    var workflow = json(server.get(WORKFLOW + "?wait=20s"));
    assertThat(workflow.path("result").path("status").asText()).isEqualTo("completed");
    assertThat(workflow.path("result").path("notified")).isEqualTo(BooleanNode.FALSE);
    assertThat(json(workflow.path("output").asText())).isEqualTo(workflow.path("result"));
    assertThat(notifyStep().path("status").asText()).isEqualTo("skipped");
    assertThat(notifyStep().path("reason").asText()).isEqualTo("the task is completed");
    assertThat(notifyStep().path("attempts").asInt()).isEqualTo(1);
  }

  @Test
  void aCompensationThatFoundNothingIsSkipped() {
    var gate = server.outside.notifier().hold(T1, new Notifier.Failed("no such address", false));
    server.post("/tasks/process", REQUEST);
    await().until(gate::reached);
    server.post("/tasks/t1/cancel", "{}");
    gate.open();

    var workflow = json(server.get(WORKFLOW + "?wait=20s"));
    assertThat(workflow.path("result").path("status").asText()).isEqualTo("failed");
    assertThat(workflow.path("result").has("notified")).isFalse();
    var assign = workflow.path("steps").get(2);
    assertThat(assign.path("status").asText()).isEqualTo("skipped");
    assertThat(assign.path("reason").asText()).isEqualTo("the task is cancelled");
    assertThat(assign.path("undo").path("status").asText()).isEqualTo("skipped");
  }

  @Test
  void waitingEndsWithTheWorkflow() {
    var gate = server.outside.notifier().hold(T1, new Notifier.Sent());
    server.post("/tasks/process", REQUEST);
    await().until(gate::reached);
    assertThat(json(server.get(WORKFLOW + "?wait=50ms")).path("status").asText())
        .isEqualTo("RUNNING");
    assertThat(json(server.get(WORKFLOW + "?wait=1.2s")).path("status").asText())
        .isEqualTo("RUNNING");
    Thread.startVirtualThread(
        () -> {
          await().until(() -> server.get("/metrics").body().contains("http_server_waits_active 1"));
          gate.open();
        });
    assertThat(json(server.get(WORKFLOW + "?x=1&%77ait=25s")).path("status").asText())
        .isEqualTo("COMPLETED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0s", "0ms", "0m", "1ms", "0.5s", "0.001s", "60s", "1m", "60000ms", "60.0s"})
  void durationsThatMayBeWaited(String wait) {
    server.process("t1");
    assertThat(server.get(WORKFLOW + "?wait=" + wait).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "5", "s", "-1s", "1h", "1S", "1%20s", "1,5s", ".5s", "1.s", "0.5ms", "1e1s", "01s",
        "1.0005s", "PT5S"
      })
  void illFormedDurationsAre422(String wait) {
    server.process("t1");
    var error = problem(server.get(WORKFLOW + "?wait=" + wait), 422).path("errors").get(0);
    assertThat(error.path("pointer").asText()).isEqualTo("/wait");
    assertThat(error.path("code").asText()).isEqualTo("ill_formed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"61s", "60.001s", "60001ms", "2m", "999999999m", "999999999s"})
  void moreThanAMinuteIs422(String wait) {
    var error = problem(server.get(WORKFLOW + "?wait=" + wait), 422).path("errors").get(0);
    assertThat(error.path("code").asText()).isEqualTo("out_of_range");
  }

  @Test
  void anUnknownWorkflowIs404AtOnce() {
    problem(server.get(WORKFLOW), 404);
    problem(server.get(WORKFLOW + "?wait=60s"), 404);
    problem(server.post(WORKFLOW + "/cancel"), 404);
    problem(server.post(WORKFLOW + "/retry"), 404);
    problem(server.post(WORKFLOW + "/retry-now"), 404);
  }

  @Test
  void theNextAttemptIsMadeAtOnce() {
    var gate = server.outside.notifier().hold(T1, new Notifier.Failed("no route", true));
    server.post("/tasks/process", REQUEST);
    await().until(gate::reached);
    assertThat(problem(server.post(WORKFLOW + "/retry-now"), 409).path("detail").asText())
        .isEqualTo("workflow task-workflow-t1 does not wait for an attempt; it runs step notify.");
    gate.open();
    await().until(() -> notifyStep().path("status").asText().equals("waiting"));
    assertThat(json(server.get("/explain/t1")).path("actions").toString()).contains("retry_now");

    var log = new RecordedLog("taskagent.http", Level.INFO);
    var retried = server.post(WORKFLOW + "/retry-now");

    assertThat(retried.statusCode()).isEqualTo(202);
    assertThat(retried.body())
        .isEqualTo("{\"workflow_id\":\"task-workflow-t1\",\"status\":\"retrying\"}");
    await() // other servers of this JVM may log, too
        .untilAsserted(
            () ->
                assertThat(log.records())
                    .filteredOn(entry -> entry.getParameters() != null)
                    .extracting(entry -> entry.getParameters()[0])
                    .contains("a client ended the wait for the next attempt"));
    log.close();
    var ended = json(server.get(WORKFLOW + "?wait=20s"));
    assertThat(ended.path("result").path("status").asText()).isEqualTo("completed");
    assertThat(notifyStep().path("attempts").asInt()).isEqualTo(2);
    problem(server.post(WORKFLOW + "/retry-now"), 409);
    problem(server.post(WORKFLOW + "/retry-now", "{\"step\": \"notify\"}"), 422);
  }

  @Test
  void aWorkflowIsCancelledOnce() {
    server.outside.notifier().answer(T1, new Notifier.Failed("no route", true));
    server.post("/tasks/process", REQUEST);
    await().until(() -> notifyStep().path("status").asText().equals("waiting"));
    var cancelled = server.post(WORKFLOW + "/cancel");
    assertThat(cancelled.statusCode()).isEqualTo(202);
    assertThat(cancelled.body())
        .isEqualTo("{\"workflow_id\":\"task-workflow-t1\",\"status\":\"cancelling\"}");
    var ended = json(server.get(WORKFLOW + "?wait=20s"));
    assertThat(ended.path("result").path("status").asText()).isEqualTo("cancelled");
    problem(server.post(WORKFLOW + "/cancel"), 409);
  }

  @Test
  void whatDidNotCompleteIsTriedAgainWithOrWithoutABody() {
    var failed = new Notifier.Failed("no such address", false);
    server.outside.notifier().answer(T1, failed, failed);
    server.post("/tasks/process", REQUEST);
    server.get(WORKFLOW + "?wait=20s");

    var second = server.post(WORKFLOW + "/retry");
    assertThat(second.statusCode()).as(second.body()).isEqualTo(202);
    assertThat(second.body())
        .isEqualTo("{\"workflow_id\":\"task-workflow-t1-r2\",\"status\":\"started\"}");
    assertThat(second.headers().firstValue("Location")).contains(WORKFLOW + "-r2");
    server.get(WORKFLOW + "-r2?wait=20s");

    var third = server.post(WORKFLOW + "-r2/retry", "{\"title\":\"A better title\"}");
    assertThat(json(third).path("workflow_id").asText()).isEqualTo("task-workflow-t1-r3");
    server.get(WORKFLOW + "-r3?wait=20s");
    assertThat(json(server.get("/tasks/t1")).path("title").asText()).isEqualTo("A better title");
  }

  @Test
  void aRepeatedRetryTellsTheStateOfItsRunOnceThatHasEnded() {
    var failed = new Notifier.Failed("no such address", false);
    server.outside.notifier().answer(T1, failed);
    var gate = server.outside.notifier().hold(T1, failed);
    server.post("/tasks/process", REQUEST);
    server.get(WORKFLOW + "?wait=20s");
    assertThat(server.post(WORKFLOW + "/retry").statusCode()).isEqualTo(202);
    await().until(gate::reached);

    assertThat(server.post(WORKFLOW + "/retry").statusCode()).isEqualTo(202); // it still runs
    gate.open();
    var ended = server.get(WORKFLOW + "-r2?wait=20s");

    var again = server.post(WORKFLOW + "/retry");
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(ended.body());
    assertThat(json(again).path("result").path("status").asText()).isEqualTo("failed");
    assertThat(again.headers().firstValue("Location")).contains(WORKFLOW + "-r2");
  }

  @Test
  void whatCompletedIsNotTriedAgain() {
    server.process("t1");
    problem(server.post(WORKFLOW + "/retry"), 409);
  }
}
