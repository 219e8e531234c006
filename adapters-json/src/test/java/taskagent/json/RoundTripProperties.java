package taskagent.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import taskagent.domain.arbitrary.ConversationArbitraries;
import taskagent.domain.arbitrary.SagaArbitraries;
import taskagent.domain.arbitrary.TaskArbitraries;
import taskagent.domain.arbitrary.TaskArbitraries.Lived;
import taskagent.domain.conversation.Conversation;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.saga.SagaInput;
import taskagent.domain.saga.SagaState;

/** What is written is read back as it was. */
final class RoundTripProperties {

  @Provide
  Arbitrary<Lived> lived() {
    return TaskArbitraries.lived();
  }

  @Provide
  Arbitrary<Conversation> conversations() {
    return ConversationArbitraries.conversations();
  }

  @Provide
  Arbitrary<SagaState> states() {
    return SagaArbitraries.states();
  }

  @Provide
  Arbitrary<List<SagaInput>> inputs() {
    return SagaArbitraries.inputs();
  }

  @Provide
  Arbitrary<WorkflowRun> runs() {
    return SagaArbitraries.runs();
  }

  @Property(tries = 500)
  void aTaskAndItsTimeline(@ForAll("lived") Lived lived) {
    assertThat(TaskJson.read(TaskJson.write(lived.task()))).isEqualTo(lived.task());
    assertThat(TaskEventJson.readAll(TaskEventJson.writeAll(lived.timeline())))
        .isEqualTo(lived.timeline());
  }

  @Property(tries = 300)
  void aConversation(@ForAll("conversations") Conversation conversation) {
    assertThat(ConversationJson.read(ConversationJson.write(conversation))).isEqualTo(conversation);
  }

  @Property
  void aSagasState(@ForAll("states") SagaState state) {
    assertThat(SagaStateJson.read(SagaStateJson.write(state))).isEqualTo(state);
  }

  @Property
  void anEntryOfTheJournal(@ForAll("inputs") List<SagaInput> inputs) {
    assertThat(JournalJson.read(JournalJson.write(inputs))).isEqualTo(inputs);
  }

  @Property
  void aRun(@ForAll("runs") WorkflowRun run) {
    assertThat(RunJson.read(RunJson.write(run))).isEqualTo(run);
  }
}
