package taskagent.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import taskagent.domain.arbitrary.ConversationArbitraries;
import taskagent.domain.arbitrary.SagaArbitraries;
import taskagent.domain.arbitrary.TaskArbitraries;
import taskagent.domain.arbitrary.TaskArbitraries.TaskWithTimeline;
import taskagent.domain.conversation.Conversation;
import taskagent.domain.port.Conversations.Said;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.saga.Directive;
import taskagent.domain.saga.Place;
import taskagent.domain.saga.SagaInput;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.StepCall;
import taskagent.domain.saga.StepCall.Mode;
import taskagent.domain.saga.StepOutput;
import taskagent.domain.task.Task.Remembered;
import taskagent.domain.task.TaskAnswer;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskRefusal;
import taskagent.json.OpenRunsJson.OpenRun;
import taskagent.json.RegistrationJson.Registration;

/** Values are equal after writing and reading. */
final class RoundTripProperties {

  @Provide
  Arbitrary<TaskWithTimeline> lived() {
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
  void everyTask(@ForAll("lived") TaskWithTimeline lived) {
    aTaskAndItsTimeline(lived);
    answers(lived);
    aDocument(lived);
    aCloudEventOnATopic(lived);
  }

  private static void aTaskAndItsTimeline(TaskWithTimeline lived) {
    assertThat(TaskJson.read(TaskJson.write(lived.task()))).isEqualTo(lived.task());
    assertThat(TaskEventJson.readAll(TaskEventJson.writeAll(lived.timeline())))
        .isEqualTo(lived.timeline());
  }

  private static void answers(TaskWithTimeline lived) {
    var answers = lived.task().remembered().stream().map(Remembered::answer).toList();
    assertThat(AnswersJson.read(AnswersJson.write(answers))).isEqualTo(answers);
  }

  @Test
  void aRefusalThatIsNotRemembered() {
    var answers = List.<TaskAnswer>of(new TaskAnswer.Refused(new TaskRefusal.KeyReused()));
    assertThat(AnswersJson.read(AnswersJson.write(answers))).isEqualTo(answers);
  }

  private static void aDocument(TaskWithTimeline lived) {
    var events = lived.timeline().stream().map(Events::of).toList();
    var document =
        new DocumentJson.Document(
            TaskJson.write(lived.task()),
            Optional.of(TaskEventJson.writeAll(lived.timeline())),
            events);
    assertThat(DocumentJson.read(DocumentJson.write(document))).isEqualTo(document);
  }

  private static void aCloudEventOnATopic(TaskWithTimeline lived) {
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
  void everyConversation(
      @ForAll String content, @ForAll("conversations") Conversation conversation) {
    assertThat(ConversationJson.read(ConversationJson.write(conversation))).isEqualTo(conversation);
    var say = new SaidJson.Say(content, Optional.of("key"));
    assertThat(SaidJson.readSay(SaidJson.write(say))).isEqualTo(say);
    for (var message : conversation.entries()) {
      var said = new Said.Replied(message);
      assertThat(SaidJson.readSaid(SaidJson.write(said))).isEqualTo(said);
    }
    assertThat(SaidJson.readSaid(SaidJson.write(new Said.KeyReused())))
        .isEqualTo(new Said.KeyReused());
  }

  @Property
  void everyRun(
      @ForAll("runs") WorkflowRun run,
      @ForAll("runs") WorkflowRun next,
      @ForAll("states") SagaState state,
      @ForAll @IntRange(min = 1) int attempt) {
    assertThat(RunJson.read(RunJson.write(run))).isEqualTo(run);
    assertThat(SagaStateJson.read(SagaStateJson.write(state))).isEqualTo(state);
    var end = new EndJson.End(run, attempt, state);
    assertThat(EndJson.read(Samples.KINDS, EndJson.write(Samples.KINDS, end))).isEqualTo(end);
    aRegistration(run, attempt, next, state);
    for (var mode : Mode.values()) {
      for (var place : Place.values()) {
        steps(run, mode, place);
      }
    }
  }

  private static void steps(WorkflowRun run, Mode mode, Place place) {
    var calls =
        List.of(
            new StepCall(run.id().value(), "create", mode, 1),
            new StepCall(run.id().value(), "assign", mode, 7, true));
    var issuedAt = run.acceptedAt().plusMillis(5);
    for (var outputs : List.of(List.<StepOutput>of(), List.of(new StepOutput("create", "t-1")))) {
      var directive = new Directive.Run(place, calls, outputs);
      var text = StepCallsJson.write(Samples.KINDS, run, directive, issuedAt);
      assertThat(StepCallsJson.read(Samples.KINDS, text))
          .isEqualTo(new StepCallsJson.Steps(run, directive, Optional.of(issuedAt)));
      assertThat(text)
          .as("older builds read what has no outputs")
          .startsWith("{\"format\":" + (outputs.isEmpty() ? 1 : 2));
    }
  }

  private static void aRegistration(WorkflowRun run, int attempt, WorkflowRun next, SagaState end) {
    var registration = Registration.of(run, attempt);
    assertThat(
            RegistrationJson.read(
                Samples.KINDS, RegistrationJson.write(Samples.KINDS, registration)))
        .isEqualTo(registration);
    var retried = registration.retriedAs(next);
    assertThat(RegistrationJson.read(Samples.KINDS, RegistrationJson.write(Samples.KINDS, retried)))
        .isEqualTo(retried);
    var ended = retried.cancel().again().ended(end);
    assertThat(RegistrationJson.read(Samples.KINDS, RegistrationJson.write(Samples.KINDS, ended)))
        .isEqualTo(ended);
    var older = RegistrationJson.write(Samples.KINDS, ended).replace("\"end\":", "\"gave_up\":");
    assertThat(RegistrationJson.read(Samples.KINDS, older)).isEqualTo(ended);
  }

  @Property
  void everyListOfInputs(@ForAll("inputs") List<SagaInput> inputs) {
    assertThat(JournalJson.read(JournalJson.write(inputs))).isEqualTo(inputs);
    for (var input : inputs) {
      if (input instanceof SagaInput.Ran(var results, _)) {
        assertThat(JournalJson.readResults(JournalJson.writeResults(results))).isEqualTo(results);
      }
    }
  }

  @Property
  void everyOpenRun(@ForAll("runs") WorkflowRun run, @ForAll("runs") WorkflowRun other) {
    var open = OpenRun.begun(run.id(), run.acceptedAt(), other.acceptedAt());
    var nudged = open.nudged(other.acceptedAt());
    for (var runs :
        List.of(List.<OpenRun>of(), List.of(open), List.of(nudged, nudged.over(), open))) {
      assertThat(OpenRunsJson.read(OpenRunsJson.write(runs))).isEqualTo(runs);
    }
  }

  @Property
  void everyListOfCommands(@ForAll("commandLists") List<TaskCommand> commands) {
    assertThat(CommandsJson.read(CommandsJson.write(commands))).isEqualTo(commands);
  }
}
