package taskagent.dapr.event;

import io.dapr.client.DaprClientBuilder;
import io.dapr.client.DaprPreviewClient;
import io.dapr.client.domain.CloudEvent;
import io.dapr.config.Properties;
import io.dapr.utils.TypeRef;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import taskagent.dapr.DaprUnderTest;
import taskagent.domain.contract.ScriptedOutside;
import taskagent.domain.conversation.UserId;
import taskagent.domain.port.EventPublisher;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskCommand.Create;
import taskagent.domain.task.TaskId;

/** A second app with a sidecar of its own subscribes to the events, as docs/dapr.md says. */
@Tag("docker")
final class SecondAppIT {

  private static final String APP_ID = "second-app";

  private final ScriptedOutside outside = ScriptedOutside.with(Clock.systemUTC());
  private final String task = "second-app-" + UUID.randomUUID();
  private final UserId user = new UserId("second-app-" + UUID.randomUUID());

  /** The type and the id of each event that the second app has received. */
  private final Set<String> received = ConcurrentHashMap.newKeySet();

  @Test
  void bothAppsReceiveTheEventsOfBothTopics() throws Exception {
    var engine = DaprUnderTest.open(outside);
    var port = Integer.toString(DaprUnderTest.cluster().startSidecar(APP_ID));
    var client =
        new DaprClientBuilder()
            .withPropertyOverride(Properties.GRPC_PORT, port)
            .buildPreviewClient();
    var tasks = subscribe(client, EventPublisher.TASK_EVENTS);
    var conversations = subscribe(client, EventPublisher.CONVERSATION_EVENTS);
    try {
      engine.tasks().run(new TaskId(task), new Create(new CommandId("c1"), "Title", "Description"));
      engine.conversations().say(user, "help", Optional.empty());

      Awaitility.await("the second app receives both events")
          .atMost(DaprUnderTest.PATIENCE)
          .until(
              () ->
                  received.containsAll(
                      Set.of(
                          "task.created " + task + "/1",
                          "conversation.updated conversation/" + user + "/2")));
      Awaitility.await("Task Agent itself receives both events, too")
          .atMost(DaprUnderTest.PATIENCE)
          .until(
              () ->
                  outside.publisher().published(task).size() == 1
                      && outside.publisher().published(user.value()).size() == 1);
    } finally {
      tasks.dispose();
      conversations.dispose();
      client.close();
      DaprUnderTest.cluster().stop("daprd-" + APP_ID, Duration.ofSeconds(10));
    }
  }

  private Disposable subscribe(DaprPreviewClient client, String topic) {
    return client
        .subscribeToEvents("pubsub", topic, new TypeRef<CloudEvent<byte[]>>() {})
        .subscribe(event -> received.add(event.getType() + " " + event.getId()));
  }
}
