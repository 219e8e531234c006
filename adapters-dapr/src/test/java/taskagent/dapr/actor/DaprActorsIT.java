package taskagent.dapr.actor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import taskagent.dapr.DaprUnderTest;
import taskagent.dapr.SidecarHttp;
import taskagent.domain.contract.ScriptedOutside;
import taskagent.domain.port.Tasks;
import taskagent.domain.task.TaskId;

/** The actors, as another app on the same Dapr calls them: by name, with JSON. */
@Tag("docker")
final class DaprActorsIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicInteger NEXT = new AtomicInteger();

  private final String id = "actor-" + NEXT.incrementAndGet();

  @BeforeEach
  void open() {
    DaprUnderTest.open(ScriptedOutside.with(Clock.systemUTC()));
  }

  private static SidecarHttp sidecar() {
    return new SidecarHttp(DaprUnderTest.cluster().sidecars().getFirst());
  }

  private JsonNode task(String method, String body) throws IOException, InterruptedException {
    return call("TaskActor", method, body);
  }

  private JsonNode call(String type, String method, String body)
      throws IOException, InterruptedException {
    var answer = sidecar().call(type, id, method, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  /** Returns the message of Dapr's error. */
  private String failure(String type, String method, String body)
      throws IOException, InterruptedException {
    var answer = sidecar().call(type, id, method, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(500);
    assertThat(JSON.readTree(answer.body()).path("errorCode").asText())
        .isEqualTo("ERR_ACTOR_INVOKE_METHOD");
    return JSON.readTree(answer.body()).path("message").asText();
  }

  private String create() throws IOException, InterruptedException {
    var body = "{\"id\": \"c1\", \"title\": \"A title\", \"description\": \"A description\"}";
    return task("CreateTask", body).path("status").asText();
  }

  private static String status(JsonNode task) {
    return task.path("status").asText();
  }

  @Test
  void actorMethodsTakeATaskFromCreationToCompletion() throws IOException, InterruptedException {
    assertThat(task("GetTask", "").isNull()).isTrue();
    assertThat(create()).isEqualTo("pending");
    assertThat(task("AssignTask", "{\"id\": \"c2\", \"assignee\": \"ada\"}").path("assignee"))
        .isEqualTo(JSON.valueToTree("ada"));
    assertThat(status(task("UnassignTask", "{\"id\": \"c3\"}"))).isEqualTo("pending");
    assertThat(status(task("AssignTask", "\"ben\""))).isEqualTo("assigned");
    assertThat(status(task("UpdateStatus", "{\"id\": \"c5\", \"status\": \"in_progress\"}")))
        .isEqualTo("in_progress");
    assertThat(status(task("UpdateStatus", "\"completed\""))).isEqualTo("completed");
    assertThat(failure("TaskActor", "AssignTask", "\"cy\"")).contains("(409)", "is completed");
    assertThat(task("GetTask", "").path("version").asInt()).isEqualTo(6);
  }

  @Test
  void aRepeatedCommandChangesNothing() throws IOException, InterruptedException {
    create();
    var body = "{\"id\": \"c2\", \"assignee\": \"ada\"}";
    assertThat(task("AssignTask", body)).isEqualTo(task("AssignTask", body));
    assertThat(task("GetTask", "").path("version").asInt()).isEqualTo(2);
  }

  @Test
  void aCommandForAnotherVersionIsRefused() throws IOException, InterruptedException {
    create();
    assertThat(
            failure(
                "TaskActor",
                "AssignTask",
                "{\"id\": \"c2\", \"assignee\": \"ada\", \"if_version\": 7}"))
        .contains("(409)", "the task has version 1, not 7");
  }

  @Test
  void aDeadlineExpiresUnlessItIsCleared() throws IOException, InterruptedException {
    create();
    var past = Instant.now().minusSeconds(1);
    task("SetDeadlineReminder", "{\"id\": \"c2\", \"at\": \"" + past + "\"}");
    Awaitility.await("overdue")
        .atMost(Duration.ofSeconds(30))
        .until(() -> status(task("GetTask", "")).equals("overdue"));
    var cleared = task("ClearDeadlineReminder", "");
    assertThat(status(cleared)).isEqualTo("pending");
    assertThat(cleared.path("deadline").isNull()).isTrue();
  }

  /** A host that the actor is just moving away from may save the deadline a moment later. */
  @Test
  void aReminderWithoutASavedDeadlineIsCancelledAfterAWhile()
      throws IOException, InterruptedException {
    var reminder = "/v1.0/actors/TaskActor/%s/reminders/deadline-1".formatted(id);
    var set =
        sidecar().post(reminder, "application/json", "{\"dueTime\": \"0s\", \"period\": \"1s\"}");
    assertThat(set.statusCode()).as(set.body()).isEqualTo(204);
    Awaitility.await("the reminder stays for a while")
        .during(Duration.ofSeconds(5))
        .atMost(Duration.ofSeconds(15))
        .until(() -> sidecar().get(reminder).statusCode() == 200);
    Awaitility.await("the reminder is cancelled")
        .atMost(Duration.ofSeconds(60))
        .until(() -> sidecar().get(reminder).statusCode() != 200);
  }

  @Test
  void actorMethodsHoldAConversation() throws IOException, InterruptedException {
    var said = call("ChatActor", "ProcessMessage", "{\"content\": \"help\", \"key\": \"k1\"}");
    assertThat(said.path("role").asText()).isEqualTo("assistant");
    assertThat(failure("ChatActor", "ProcessMessage", "{\"content\": \"hi\", \"key\": \"k1\"}"))
        .contains("(409)", "already used");
    var history = call("ChatActor", "GetHistory", "");
    assertThat(history).hasSize(2);
    assertThat(history.at("/0/content").asText()).isEqualTo("help");
    assertThat(call("ChatActor", "ClearHistory", "").isNull()).isTrue();
    assertThat(call("ChatActor", "GetHistory", "")).isEmpty();
  }

  /** Returns a copy in an actor's state; empty if there is none. */
  private String copy(String type, String prefix) throws IOException, InterruptedException {
    var path = "/v1.0/actors/%s/%s/state/%s-%s".formatted(type, id, prefix, id);
    var answer = sidecar().get(path);
    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 204);
    return answer.body();
  }

  @Test
  void theActorsStateHasACopyOfTheTaskUntilItIsRemoved() throws IOException, InterruptedException {
    var engine = DaprUnderTest.open(ScriptedOutside.with(Clock.systemUTC()));
    create();
    task("AssignTask", "\"ada\"");
    assertThat(JSON.readTree(copy("TaskActor", "task"))).isEqualTo(task("GetTask", ""));

    task("UpdateStatus", "\"cancelled\"");
    assertThat(JSON.readTree(copy("TaskActor", "task"))).isEqualTo(task("GetTask", ""));
    assertThat(engine.tasks().remove(new TaskId(id))).isEqualTo(Tasks.Removal.DONE);
    assertThat(copy("TaskActor", "task")).isEmpty();
  }

  @Test
  void theActorsStateHasACopyOfTheConversationUntilItIsRemoved()
      throws IOException, InterruptedException {
    call("ChatActor", "ProcessMessage", "{\"content\": \"help\"}");
    assertThat(JSON.readTree(copy("ChatActor", "chat-history")))
        .isEqualTo(call("ChatActor", "GetHistory", ""));

    call("ChatActor", "Remove", "");
    assertThat(copy("ChatActor", "chat-history")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"Nothing, Run", "TaskActor, Nothing", "TaskActor, toString", "ChatActor, Run"})
  void anUnknownTypeOrMethodIsRefusedAndOthersStillWork(String type, String method)
      throws IOException, InterruptedException {
    var answer = sidecar().call(type, id, method, "{}");
    assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 599);
    assertThat(create()).isEqualTo("pending");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AssignTask|{",
        "AssignTask|{}",
        "AssignTask|7",
        "AssignTask|\" \"",
        "AssignTask|\"a\\u0000b\"",
        "CreateTask|{\"title\": \" \"}",
        "CreateTask|{\"title\": \"T\", \"deadline\": 0}",
        "UpdateStatus|\"overdue\"",
        "SetDeadlineReminder|{\"id\": \"c2\", \"at\": \"tomorrow\"}",
        "SetDeadlineReminder|{\"id\": \"c2\", \"at\": \"+999999999-12-31T00:00:00Z\"}",
        "SetDeadlineReminder|31536001",
      })
  void aMalformedCommandFailsAndChangesNothing(String method, String body)
      throws IOException, InterruptedException {
    create();
    assertThat(failure("TaskActor", method, body)).contains("(400)");
    assertThat(task("GetTask", "").path("version").asInt()).isEqualTo(1);
  }

  @Test
  void whatIsBeyondALimitFailsAndChangesNothing() throws IOException, InterruptedException {
    create();
    var title = "{\"title\": \"" + "x".repeat(1_200_000) + "\"}";
    assertThat(failure("TaskActor", "CreateTask", title)).contains("(400)", "at most 200");
    var id = "{\"assignee\": \"ada\", \"id\": \"" + "x".repeat(100_000) + "\"}";
    assertThat(failure("TaskActor", "AssignTask", id)).contains("(400)", "id must be 1 to 255");
    var command = "{\"command\": \"start\", \"id\": \"c\"}";
    var many = String.join(",", Collections.nCopies(5_000, command));
    assertThat(
            task("Run", "{\"format\": 1, \"commands\": [" + many + "]}")
                .path("unreadable")
                .asText())
        .contains("more than 100 commands");
    assertThat(task("GetTask", "").path("version").asInt()).isEqualTo(1);
    assertThat(failure("ChatActor", "ProcessMessage", "{\"content\": \"\"}"))
        .contains("(400)", "content must not be blank");
  }
}
