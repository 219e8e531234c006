package taskagent.dapr.actor;

import io.dapr.actors.runtime.ActorRuntime;
import java.time.InstantSource;
import taskagent.dapr.change.ChangeRecords;
import taskagent.dapr.event.PubsubOutbox;
import taskagent.dapr.metric.EngineMetrics;
import taskagent.dapr.store.Documents;
import taskagent.dapr.store.Removals;
import taskagent.domain.conversation.Responder;
import taskagent.domain.port.Activity;

/** The types of actors that this app hosts: tasks and conversations. */
public final class ActorTypes {

  private final TaskTurns tasks;
  private final ChatTurns chats;

  /**
   * Creates both types.
   *
   * @param records where changed tasks are recorded for the lists
   * @param states where copies of tasks and conversations are written
   * @param exchangesKept how many exchanges of each conversation are kept
   */
  public ActorTypes(
      Documents documents,
      Removals removals,
      Deadlines deadlines,
      PubsubOutbox outbox,
      ChangeRecords records,
      ActorStates states,
      InstantSource clock,
      Responder responder,
      int exchangesKept,
      Activity activity) {
    this.tasks =
        new TaskTurns(documents, removals, deadlines, outbox, records, states, clock, activity);
    this.chats =
        new ChatTurns(
            documents, removals, outbox, states, responder, clock, exchangesKept, activity);
  }

  /** Registers both types with the SDK's runtime. */
  public void register(ActorRuntime runtime, EngineMetrics metrics) {
    runtime.registerActor(
        HostedTask.class, (context, id) -> new HostedTask(context, id, tasks, metrics));
    runtime.registerActor(
        HostedChat.class, (context, id) -> new HostedChat(context, id, chats, metrics));
  }
}
