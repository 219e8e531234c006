package taskagent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static taskagent.http.TestServer.json;
import static taskagent.http.TestServer.problem;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import taskagent.domain.contract.Delivery;
import taskagent.domain.contract.Delivery.Tour;
import taskagent.domain.contract.ExpenseApproval;
import taskagent.domain.contract.ExpenseApproval.Booking;
import taskagent.domain.contract.ExpenseApproval.Expense;
import taskagent.domain.contract.Monitor;
import taskagent.domain.contract.Monitor.Round;
import taskagent.domain.processing.TaskProcessing;
import taskagent.domain.run.RunId;

/** Workflows of kinds that process no tasks: their state, and signals to them. */
final class OtherKindsRoutesTest {

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static JsonNode read(String id) {
    var answer = server.get("/workflows/" + id);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  /** Starts an expense, and waits until it waits for its decision. */
  private static void expense(String id) {
    server.engine.runs().start(ExpenseApproval.run(id, new Expense("ann", 500), now()));
    await().until(() -> read(id).has("awaits"));
  }

  private static Instant now() {
    return server.clock.instant();
  }

  private static List<String> booked(String id) {
    return server.outside.books().of(new RunId(id)).stream().map(Booking::what).toList();
  }

  @Test
  void aWorkflowShowsTheSignalThatItAwaits() {
    expense("expense-1");

    var waiting = read("expense-1");
    assertThat(waiting.fieldNames())
        .toIterable()
        .containsExactly(
            "workflow_id",
            "kind",
            "status",
            "accepted_at",
            "updated_at",
            "ended_at",
            "output",
            "result",
            "retried_as",
            "awaits",
            "steps");
    assertThat(waiting.path("kind").asText()).isEqualTo("expense-approval@1");
    assertThat(waiting.path("awaits").toString())
        .isEqualTo(
            "{\"signal\":\"decision\",\"step\":\"approval\",\"until\":\"%s\"}"
                .formatted(waiting.path("steps").get(2).path("next_try_at").asText()));
    problem(server.post("/workflows/expense-1/retry"), 409);
    assertThat(problem(server.post("/workflows/expense-1/retry-now"), 409).path("detail").asText())
        .contains("it waits for the signal decision in step approval, until 20");
  }

  @Test
  void aSignalIsHeardAndItsRepetitionGetsTheSameAnswer() {
    expense("expense-2");
    var body = "{\"name\": \"decision\", \"id\": \"d 1\", \"payload\": \"yes\"}";

    var answer = server.post("/workflows/expense-2/signals", body);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    assertThat(answer.body())
        .isEqualTo(
            "{\"workflow_id\":\"expense-2\",\"status\":\"signalled\",\"signal_id\":\"d 1\"}");
    var ended = json(server.get("/workflows/expense-2?wait=20s"));
    assertThat(ended.path("result").toString())
        .isEqualTo("{\"status\":\"completed\",\"message\":\"All steps are done.\"}");
    assertThat(booked("expense-2")).containsExactly("reserve", "yes");
    assertThat(server.post("/workflows/expense-2/signals", body).body()).isEqualTo(answer.body());
    var other = server.post("/workflows/expense-2/signals", body.replace("d 1", "d 2"));
    assertThat(problem(other, 409).path("detail").asText())
        .isEqualTo("workflow expense-2 has ended.");
  }

  @Test
  void anIdempotencyKeyIdentifiesASignal() {
    expense("expense-3");
    var body = "{\"name\": \"decision\", \"payload\": \"no\"}";

    var first = server.post("/workflows/expense-3/signals", body, "Idempotency-Key", "k1");
    server.get("/workflows/expense-3?wait=20s");
    var second = server.post("/workflows/expense-3/signals", body, "Idempotency-Key", "k1");

    assertThat(first.statusCode()).isEqualTo(202);
    assertThat(second.body()).isEqualTo(first.body());
    problem(server.post("/workflows/expense-3/signals", body), 409);
  }

  /** The bank refuses what is not a yes, and repeats what it got. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "expense-10 | {\"b\": [1, 2.50 , \"\u00fc\"]}",
        "expense-11 | [ \"x\", {} ]",
        "expense-12 | 1e3",
        "expense-13 | true",
        "expense-14 | null"
      })
  void anyJsonIsAPayload(String id, String payload) {
    expense(id);

    server.post(
        "/workflows/" + id + "/signals", "{\"payload\": " + payload + " , \"name\": \"decision\"}");

    assertThat(json(server.get("/workflows/" + id + "?wait=20s")).at("/result/message").asText())
        .isEqualTo("pay: the decision was " + payload);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                  | /name    | missing",
        "{\"name\": \" \"}               | /name    | blank",
        "{\"name\": 1}                     | /name    | wrong_type",
        "{\"name\": \"a\", \"id\": \"\"} | /id  | blank",
        "{\"name\": \"a\", \"x\": 1}   | /x       | unknown"
      })
  void anIllFormedSignalIs422(String body, String pointer, String code) {
    var error = problem(server.post("/workflows/expense-1/signals", body), 422).at("/errors/0");
    assertThat(error.path("pointer").asText()).isEqualTo(pointer);
    assertThat(error.path("code").asText()).isEqualTo(code);
  }

  @Test
  void namesAndIdsHaveALength() {
    var body = "{\"name\": \"%s\", \"id\": \"%s\"}".formatted("n".repeat(65), "i".repeat(129));
    var errors = problem(server.post("/workflows/expense-1/signals", body), 422).path("errors");
    assertThat(errors).extracting(e -> e.path("code").asText()).containsOnly("too_long");
    assertThat(errors).hasSize(2);
    problem(
        server.post("/workflows/expense-1/signals", "{\"name\": \"a\", \"payload\": {x}}"), 400);
    problem(server.post("/workflows/expense-1/signals"), 400);
    var large = "{\"name\": \"a\", \"payload\": \"%s\"}".formatted("x".repeat(64 * 1024));
    problem(server.post("/workflows/expense-1/signals", large), 413);
  }

  @Test
  void aSignalThatNobodyHearsIsRefused() {
    var decision = "{\"name\": \"decision\"}";
    problem(server.post("/workflows/no-such-run/signals", decision), 404);
    server.process("t-signalled");
    assertThat(
            problem(server.post("/workflows/task-workflow-t-signalled/signals", decision), 409)
                .path("detail")
                .asText())
        .isEqualTo(
            "workflow task-workflow-t-signalled is of the kind "
                + TaskProcessing.ID
                + ", which hears no signal decision.");
  }

  @Test
  void aWorkflowShowsItsChildrenAndTheyShowTheirParent() {
    var tour = new Tour(List.of("book", "lamp"), 8, false);
    server.engine.runs().start(Delivery.run(new RunId("tour-1"), tour, now()));
    await().until(() -> read("tour-1").path("children").size() == 2);

    assertThat(read("tour-1").path("children").get(1).toString())
        .isEqualTo(
            "{\"workflow_id\":\"tour-1-lamp\",\"kind\":\"parcel-order@1\",\"status\":\"RUNNING\"}");
    assertThat(read("tour-1-lamp").path("parent").asText()).isEqualTo("tour-1");
    assertThat(read("tour-1").has("parent")).isFalse();
  }

  @Test
  void aLaterGenerationSaysItsNumber() {
    var round = new Round(3, Duration.ofHours(1));
    server.engine.runs().start(Monitor.run(new RunId("monitor-1"), round, now()));
    await().until(() -> read("monitor-1").has("awaits"));
    assertThat(read("monitor-1").has("generation")).isFalse();

    server.post("/workflows/monitor-1/signals", "{\"name\": \"changed\"}");

    await().until(() -> read("monitor-1").path("generation").asInt() == 2);
  }
}
