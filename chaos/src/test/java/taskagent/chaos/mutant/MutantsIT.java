package taskagent.chaos.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import taskagent.chaos.fault.Script;
import taskagent.chaos.sim.Simulation;

/**
 * Tests that each mutant is caught by the right invariant: by the simulation, or by a test of what
 * the simulation of the embedded engine cannot reach.
 */
@Tag("chaos")
@ResourceLock("processors")
class MutantsIT {

  private static final String EMBEDDED = "adapters-embedded/src/main/java/taskagent/embedded/";
  private static final String DAPR = "adapters-dapr/src/main/java/taskagent/dapr/";
  private static final String DOMAIN = "domain/src/main/java/taskagent/domain/";
  private static final int LIVES = 8;
  private static final int CRASHES = 12;
  private static final long TIMEOUT_SECONDS = 360;

  @TempDir Path folder;

  static Stream<Mutant> mutants() {
    return Stream.of(
        new Mutant(
            "acknowledges before it saves",
            EMBEDDED + "Writer.java",
            "      connection.commit();\n",
            "      done.forEach(Runnable::run);\n      connection.commit();\n",
            Set.of(1, 11, 12)),
        new Mutant(
            "forgets a compensation",
            DOMAIN + "processing/TaskProcessing.java",
            "\n            .undoneBy(\"unassign\", TASK.send(TaskProcessing::unassign))",
            "",
            Set.of(7)),
        new Mutant(
            "has a reminder that throws",
            EMBEDDED + "SqliteTasks.java",
            "    var reached = List.<TaskCommand>of(",
            """
            if (before.isPresent()) {
              throw new IllegalStateException();
            }
            var reached = List.<TaskCommand>of(\
            """,
            Set.of(9)),
        new Mutant(
            "makes closed tasks overdue",
            DOMAIN + "task/Task.java",
            "    return status.terminal() || status == TaskStatus.OVERDUE\n",
            "    return status == TaskStatus.OVERDUE\n",
            Set.of(3)),
        new Mutant(
            "notifies again under another key",
            DOMAIN + "processing/TaskProcessing.java",
            "        attempt.key(),\n",
            "        attempt.key() + attempt.number(),\n",
            Set.of(8)),
        new Mutant(
            "drops its outbox",
            EMBEDDED + "OutboxLoop.java",
            "    senders.submit(chain);\n",
            """
                writer.write(
                    t -> {
                      for (var row : chain.rows()) {
                        SqliteOutbox.delete(t, row);
                      }
                      return true;
                    });
                senders.submit(chain);
            """,
            Set.of(13)),
        new Mutant(
            "forgets the keys of messages",
            DOMAIN + "conversation/Conversation.java",
            "    key.ifPresent(k -> keys.add(new Answered(k, Fingerprint.of(content), answer)));\n",
            "",
            Set.of(12)));
  }

  /**
   * The simulation does not reach a compensation of a failed step, a compensation before its step,
   * two hosts of one actor, or code that decides otherwise. It has other kinds, with signals,
   * planned steps, generations and child runs, but a few lives do not reach each of their defects.
   */
  static Stream<Arguments> mutantsForTests() {
    return Stream.of(
        Arguments.of(
            new Mutant(
                "registers a compensation after the call",
                DOMAIN + "saga/SagaMachine.java",
                "if (step.owed() && definition",
                "if (step.status() == Status.DONE && definition",
                Set.of(7)),
            "taskagent.domain.saga.SagaProperties"),
        Arguments.of(
            new Mutant(
                "forgets a compensation that came before its step",
                DOMAIN + "task/Task.java",
                "!command.equals(by.id()) && !remembers(command)",
                "remembers(command) && command.equals(by.id())",
                Set.of(7)),
            "taskagent.domain.task.TaskProperties"),
        Arguments.of(
            new Mutant(
                "loses signals",
                DOMAIN + "engine/JournaledRuntime.java",
                "journal.takeSignals().forEach(signal -> inputs.add(new Signalled(signal, time)));",
                "journal.takeSignals();",
                Set.of(6)),
            "taskagent.domain.engine.RunLifeProperties"),
        Arguments.of(
            new Mutant(
                "takes a signal twice",
                DOMAIN + "saga/SagaMachine.java",
                "    if (state.seen().contains(signal.id())) {\n      return at(state);\n    }\n",
                "",
                Set.of(6)),
            "taskagent.domain.engine.RunLifeProperties"),
        Arguments.of(
            new Mutant(
                "does not write outputs to the journal",
                "adapters-json/src/main/java/taskagent/json/JournalJson.java",
                "        Json.optional(json, \"output\", output);\n",
                "",
                Set.of(6)),
            "taskagent.embedded.SqliteSignalsTest"),
        Arguments.of(
            new Mutant(
                "does not wait for the earlier events of a task",
                DAPR + "event/StoredOrder.java",
                "return position.previous() <= last ||",
                "return position.previous() >= 0 ||",
                Set.of(13)),
            "taskagent.dapr.event.EventsInOrderTest"));
  }

  static Stream<Arguments> mutantsOfRunsForTests() {
    return Stream.of(
        Arguments.of(
            new Mutant(
                "does not journal what a local step decided",
                DOMAIN + "saga/Step.java",
                "new Act.Decide<>(verdict, true)",
                "new Act.Decide<>(verdict, false)",
                Set.of(16)),
            "taskagent.domain.processing.TaskProcessingTest"),
        Arguments.of(
            new Mutant(
                "grows without a bound",
                DOMAIN + "saga/Growth.java",
                ".filter(_ -> lines > saga.linesAtMost())",
                ".filter(_ -> lines < 0)",
                Set.of(6)),
            "taskagent.domain.saga.SagaGrowthTest"),
        Arguments.of(
            new Mutant(
                "runs what stands behind a growing step in its turn",
                DOMAIN + "saga/SagaMachine.java",
                "definition(state, i).grows()",
                "definition(state, i).template()",
                Set.of(6)),
            "taskagent.domain.saga.SagaGrowthTest"),
        Arguments.of(
            new Mutant(
                "continues as new without the signals that nobody heard",
                DOMAIN + "saga/Generation.java",
                "new Generation(number + 1, end.signals(), end.seen())",
                "new Generation(number + 1, List.of(), end.seen())",
                Set.of(6)),
            "taskagent.domain.engine.RunLifeProperties"),
        Arguments.of(
            new Mutant(
                "gives all generations of a run the same keys",
                DOMAIN + "saga/Generation.java",
                "return number == 1 ? workflowId : workflowId + SEPARATOR + number;",
                "return workflowId;",
                Set.of(8)),
            "taskagent.domain.saga.SagaGenerationsTest"),
        Arguments.of(
            new Mutant(
                "forgets its child runs when it gives up",
                DOMAIN + "saga/Children.java",
                "case STARTED -> step.cancelIssued();",
                "case STARTED -> step.to(Status.UNDONE);",
                Set.of(7)),
            "taskagent.domain.saga.SagaFamilyProperties"));
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void isCaught(Mutant mutant) throws IOException, InterruptedException {
    var result =
        run(
            mutant,
            Simulation.class,
            "1",
            Integer.toString(LIVES),
            Integer.toString(CRASHES),
            folder.resolve("lives").toString());
    var found =
        Stream.of(mutant.caughtBy().toArray())
            .filter(n -> result.output().contains("invariant " + n + " "))
            .toList();
    System.out.printf("a build that %s: caught by invariants %s%n", mutant, found);
    assertThat(result.code()).as(result.output()).isEqualTo(1);
    assertThat(found).as(result.output()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource({"mutantsForTests", "mutantsOfRunsForTests"})
  void isCaughtByTests(Mutant mutant, String tests) throws IOException, InterruptedException {
    var result = run(mutant, RunTests.class, tests);

    assertThat(result.code()).as(result.output()).isEqualTo(1);
    // AssertJ throws either, depending on the assertion. An error of another kind caught nothing.
    assertThat(result.output()).containsPattern("Assertion(Failed)?Error");
    System.out.printf(
        "a build that %s: caught by invariants %s, by %s%n", mutant, mutant.caughtBy(), tests);
  }

  static Stream<Arguments> mutantsForTestsOnDapr() {
    return Stream.of(
        Arguments.of(
            new Mutant(
                "checks no version",
                DAPR + "store/Documents.java",
                "Concurrency.FIRST_WRITE",
                "Concurrency.LAST_WRITE",
                Set.of(4)),
            "taskagent.dapr.actor.TwoHostsIT"),
        Arguments.of(
            new Mutant(
                "never looks at its open runs",
                DAPR + "workflow/RunKeeper.java",
                "        sweep();\n",
                "",
                Set.of(6)),
            "taskagent.dapr.workflow.LostStartsIT"));
  }

  /** Runs alone, because a slow start of Dapr would fail the test for another reason. */
  @ParameterizedTest
  @MethodSource("mutantsForTestsOnDapr")
  @Tag("alone")
  void isCaughtByTestsOnDapr(Mutant mutant, String tests) throws IOException, InterruptedException {
    Script.run("../k8s/images/docker");
    Script.run("../k8s/images/build", "dapr", "redis");
    isCaughtByTests(mutant, tests);
  }

  private record ProcessResult(int code, String output) {}

  private ProcessResult run(Mutant mutant, Class<?> program, String... arguments)
      throws IOException, InterruptedException {
    var classes = mutant.compile(folder);
    var log = folder.resolve("log");
    var command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djqwik.database=" + folder.resolve("jqwik"),
                "-cp",
                classes + File.pathSeparator + System.getProperty("java.class.path"),
                program.getName()));
    command.addAll(List.of(arguments));
    var process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new ProcessResult(process.exitValue(), Files.readString(log));
  }
}
