package taskagent.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import taskagent.domain.arbitrary.ConversationArbitraries;
import taskagent.domain.arbitrary.SagaArbitraries;
import taskagent.domain.arbitrary.TaskArbitraries;
import taskagent.domain.arbitrary.TaskArbitraries.Lived;
import taskagent.domain.conversation.Conversation;
import taskagent.domain.port.Conversations.Said;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.saga.Saga.Place;
import taskagent.domain.saga.SagaInput;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.StepCall;
import taskagent.domain.saga.StepCall.Mode;
import taskagent.domain.task.Task.Remembered;
import taskagent.domain.task.TaskCommand;
import taskagent.json.RegistrationJson.Registration;

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

  @Provide
  Arbitrary<List<TaskCommand>> commandLists() {
    return TaskArbitraries.commands().list().ofMaxSize(5);
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

  @Property
  void commands(@ForAll("commandLists") List<TaskCommand> commands) {
    assertThat(CommandsJson.read(CommandsJson.write(commands))).isEqualTo(commands);
  }

  @Property(tries = 300)
  void answers(@ForAll("lived") Lived lived) {
    var answers = lived.task().remembered().stream().map(Remembered::answer).toList();
    assertThat(AnswersJson.read(AnswersJson.write(answers))).isEqualTo(answers);
  }

  @Property(tries = 300)
  void aDocument(@ForAll("lived") Lived lived) {
    var events = lived.timeline().stream().map(Events::of).toList();
    var document =
        new DocumentJson.Document(
            TaskJson.write(lived.task()),
            Optional.of(TaskEventJson.writeAll(lived.timeline())),
            events);
    assertThat(DocumentJson.read(DocumentJson.write(document))).isEqualTo(document);
  }

  @Property(tries = 300)
  void aCloudEventOnATopic(@ForAll("lived") Lived lived) {
    for (var change : lived.timeline()) {
      var event = Events.of(change);
      var written = Events.cloudEvent(event);
      var traced = written.replaceFirst("\\{", "{\"traceparent\":\"00-1-2-01\",");
      assertThat(Events.ofCloudEvent(event.topic(), written))
          .isEqualTo(new Events.Delivered(event, Optional.empty()));
      assertThat(Events.ofCloudEvent(event.topic(), traced))
          .isEqualTo(new Events.Delivered(event, Optional.of("00-1-2-01")));
    }
  }

  @Property
  void steps(@ForAll("runs") WorkflowRun run, @ForAll Mode mode, @ForAll Place place) {
    var calls =
        List.of(
            new StepCall(run.id().value(), "create", mode, place, 1),
            new StepCall(run.id().value(), "assign", mode, place, 7));
    assertThat(StepsJson.read(StepsJson.write(run, calls)))
        .isEqualTo(new StepsJson.Steps(run, calls));
  }

  @Property
  void theEndOfARun(@ForAll("runs") WorkflowRun run, @ForAll("states") SagaState state) {
    var end = new EndJson.End(run, state);
    assertThat(EndJson.read(EndJson.write(end))).isEqualTo(end);
  }

  @Property
  void aRegistration(
      @ForAll("runs") WorkflowRun run,
      @ForAll @IntRange(min = 1) int attempt,
      @ForAll("runs") WorkflowRun next,
      @ForAll("states") SagaState end) {
    var registration = Registration.of(run, attempt);
    assertThat(RegistrationJson.read(RegistrationJson.write(registration))).isEqualTo(registration);
    var retried = registration.retriedAs(next);
    assertThat(RegistrationJson.read(RegistrationJson.write(retried))).isEqualTo(retried);
    var gaveUp = retried.gaveUp(end);
    assertThat(RegistrationJson.read(RegistrationJson.write(gaveUp))).isEqualTo(gaveUp);
  }

  @Property
  void resultsOfSteps(@ForAll("inputs") List<SagaInput> inputs) {
    for (var input : inputs) {
      if (input instanceof SagaInput.Ran(var results, _)) {
        assertThat(JournalJson.readResults(JournalJson.writeResults(results))).isEqualTo(results);
      }
    }
  }

  @Property
  void whatIsSaid(@ForAll String content, @ForAll("conversations") Conversation conversation) {
    var say = new SaidJson.Say(content, Optional.of("key"));
    assertThat(SaidJson.readSay(SaidJson.write(say))).isEqualTo(say);
    for (var message : conversation.entries()) {
      var said = new Said.Replied(message);
      assertThat(SaidJson.readSaid(SaidJson.write(said))).isEqualTo(said);
    }
    assertThat(SaidJson.readSaid(SaidJson.write(new Said.KeyReused())))
        .isEqualTo(new Said.KeyReused());
  }
}
