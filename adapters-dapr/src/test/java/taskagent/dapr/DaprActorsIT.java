package taskagent.dapr;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import taskagent.domain.contract.Outside;

/** The actors as another app on the same Dapr calls them: by name, with JSON. */
@Tag("docker")
final class DaprActorsIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicInteger NEXT = new AtomicInteger();

  private final String id = "actor-" + NEXT.incrementAndGet();

  @BeforeEach
  void open() {
    DaprUnderTest.open(Outside.with(Clock.systemUTC()));
  }

  private static Sidecar sidecar() {
    return new Sidecar(DaprUnderTest.cluster().sidecars().getFirst());
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

  private String create() throws IOException, InterruptedException {
    var body = "{\"id\": \"c1\", \"title\": \"A title\", \"description\": \"A description\"}";
    return task("CreateTask", body).at("/task/status").asText();
  }

  @Test
  void aTaskGoesThroughItsLifeByTheMethodsOfItsActor() throws IOException, InterruptedException {
    assertThat(task("GetTask", "").at("/refused/why").asText()).isEqualTo("not_found");
    assertThat(create()).isEqualTo("pending");
    assertThat(task("AssignTask", "{\"id\": \"c2\", \"assignee\": \"ada\"}").at("/task/assignee"))
        .isEqualTo(JSON.valueToTree("ada"));
    assertThat(task("UnassignTask", "{\"id\": \"c3\"}").at("/task/status").asText())
        .isEqualTo("pending");
    task("AssignTask", "{\"id\": \"c4\", \"assignee\": \"ben\"}");
    assertThat(
            task("UpdateStatus", "{\"id\": \"c5\", \"status\": \"in_progress\"}")
                .at("/task/status"))
        .isEqualTo(JSON.valueToTree("in_progress"));
    assertThat(
            task("UpdateStatus", "{\"id\": \"c6\", \"status\": \"completed\"}").at("/task/status"))
        .isEqualTo(JSON.valueToTree("completed"));
    assertThat(task("AssignTask", "{\"id\": \"c7\", \"assignee\": \"cy\"}").at("/refused/why"))
        .isEqualTo(JSON.valueToTree("closed"));
    assertThat(task("GetTask", "").at("/task/version").asInt()).isEqualTo(6);
  }

  @Test
  void aCommandThatIsSentAgainChangesNothing() throws IOException, InterruptedException {
    create();
    var body = "{\"id\": \"c2\", \"assignee\": \"ada\"}";
    assertThat(task("AssignTask", body)).isEqualTo(task("AssignTask", body));
    assertThat(task("GetTask", "").at("/task/version").asInt()).isEqualTo(2);
  }

  @Test
  void aCommandForAnotherVersionIsRefused() throws IOException, InterruptedException {
    create();
    assertThat(
            task("AssignTask", "{\"id\": \"c2\", \"assignee\": \"ada\", \"if_version\": 7}")
                .at("/refused/why")
                .asText())
        .isEqualTo("version_mismatch");
  }

  @Test
  void aDeadlineThatIsSetByItsMethodPassesAndOneThatIsClearedDoesNot()
      throws IOException, InterruptedException {
    create();
    var past = Instant.now().minusSeconds(1);
    task("SetDeadlineReminder", "{\"id\": \"c2\", \"at\": \"" + past + "\"}");
    Awaitility.await("overdue")
        .atMost(Duration.ofSeconds(30))
        .until(() -> task("GetTask", "").at("/task/status").asText().equals("overdue"));
    var cleared = task("ClearDeadlineReminder", "{\"id\": \"c3\"}");
    assertThat(cleared.at("/task/status").asText()).isEqualTo("pending");
    assertThat(cleared.at("/task/deadline").isMissingNode()).isTrue();
  }

  /** Its turn may be saved a moment later, by a host that the actor is just moving away from. */
  @Test
  void aReminderWhoseDeadlineIsNotSavedYetIsKeptForAWhileAndThenForgotten()
      throws IOException, InterruptedException {
    var reminder = "/v1.0/actors/TaskActor/%s/reminders/deadline-1".formatted(id);
    var set =
        sidecar().post(reminder, "application/json", "{\"dueTime\": \"0s\", \"period\": \"1s\"}");
    assertThat(set.statusCode()).as(set.body()).isEqualTo(204);
    Awaitility.await("it is there for a while")
        .during(Duration.ofSeconds(5))
        .atMost(Duration.ofSeconds(15))
        .until(() -> sidecar().get(reminder).statusCode() == 200);
    Awaitility.await("it is forgotten")
        .atMost(Duration.ofSeconds(60))
        .until(() -> sidecar().get(reminder).statusCode() != 200);
  }

  @Test
  void aConversationIsHeldByTheMethodsOfItsActor() throws IOException, InterruptedException {
    var said = call("ChatActor", "ProcessMessage", "{\"format\": 1, \"content\": \"help\"}");
    assertThat(said.at("/reply/role").asText()).isEqualTo("assistant");
    var history = call("ChatActor", "GetHistory", "");
    assertThat(history.at("/total_messages").asInt()).isEqualTo(2);
    assertThat(history.at("/messages/0/content").asText()).isEqualTo("help");
    assertThat(call("ChatActor", "ClearHistory", "")).isEmpty();
    assertThat(call("ChatActor", "GetHistory", "").at("/total_messages").asInt()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"Nothing, Run", "TaskActor, Nothing", "TaskActor, toString", "ChatActor, Run"})
  void anUnknownTypeOrMethodIsRefusedAndTheRestGoesOn(String type, String method)
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
        "AssignTask|{\"id\": \"c2\"}",
        "UpdateStatus|{\"id\": \"c2\", \"status\": \"overdue\"}",
        "SetDeadlineReminder|{\"id\": \"c2\", \"at\": \"tomorrow\"}",
      })
  void whatCannotBeReadIsAnsweredSoAndChangesNothing(String method, String body)
      throws IOException, InterruptedException {
    create();
    assertThat(task(method, body).path("unreadable").asText()).isNotBlank();
    assertThat(task("GetTask", "").at("/task/version").asInt()).isEqualTo(1);
  }
}
