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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import taskagent.chaos.fault.Script;
import taskagent.chaos.sim.Simulation;

/**
 * Each mutant is caught, and by the right invariant: by the simulation, or by the tests of what a
 * simulation of the embedded engine cannot come to.
 */
@Tag("chaos")
class MutantsIT {

  private static final String EMBEDDED = "adapters-embedded/src/main/java/taskagent/embedded/";
  private static final String DAPR = "adapters-dapr/src/main/java/taskagent/dapr/";
  private static final String DOMAIN = "domain/src/main/java/taskagent/domain/";
  private static final int WORLDS = 8;
  private static final int CRASHES = 12;
  private static final long SECONDS_AT_MOST = 180;

  @TempDir Path folder;

  static Stream<Mutant> mutants() {
    return Stream.of(
        new Mutant(
            "acknowledges before it is saved",
            EMBEDDED + "Writer.java",
            "      connection.commit();\n",
            "      done.forEach(Runnable::run);\n      connection.commit();\n",
            Set.of(1, 11, 12)),
        new Mutant(
            "forgets a compensation",
            DOMAIN + "processing/TaskProcessing.java",
            "step(\"assign\").on(AGGREGATE).undoneBy(\"unassign\")",
            "step(\"assign\").on(AGGREGATE)",
            Set.of(7)),
        new Mutant(
            "has a reminder that throws",
            EMBEDDED + "SqliteTasks.java",
            "    var reached = List.<TaskCommand>of(",
            """
                if (before.isPresent()) {
                  throw new IllegalStateException();
                }
                var reached = List.<TaskCommand>of(""",
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
            "        call.key(),\n",
            "        call.key() + call.attempt(),\n",
            Set.of(8)),
        new Mutant(
            "drops its outbox",
            EMBEDDED + "OutboxLoop.java",
            "        publisher.publish(each.event());\n",
            """
                    writer.write(t -> t.update("DELETE FROM outbox WHERE seq = ?", each.seq()));
                    publisher.publish(each.event());
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
   * Where the simulation cannot come: what undoes a step that failed, or comes late, and two hosts
   * of an actor.
   */
  static Stream<Arguments> mutantsForTests() {
    return Stream.of(
        Arguments.of(
            new Mutant(
                "registers a compensation after the call",
                DOMAIN + "saga/SagaMachine.java",
                "if (step.owed() && saga",
                "if (step.status() == Status.DONE && saga",
                Set.of(7)),
            "taskagent.domain.saga.SagaProperties"),
        Arguments.of(
            new Mutant(
                "forgets what was undone before it came",
                DOMAIN + "task/Task.java",
                "!command.equals(by.id()) && !remembers(command)",
                "remembers(command) && command.equals(by.id())",
                Set.of(7)),
            "taskagent.domain.task.TaskProperties"),
        Arguments.of(
            new Mutant(
                "checks no version",
                DAPR + "Documents.java",
                "Concurrency.FIRST_WRITE",
                "Concurrency.LAST_WRITE",
                Set.of(4)),
            "taskagent.dapr.TwoHostsIT"));
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void isCaught(Mutant mutant) throws IOException, InterruptedException {
    var ran =
        run(
            mutant,
            Simulation.class,
            "1",
            Integer.toString(WORLDS),
            Integer.toString(CRASHES),
            folder.resolve("worlds").toString());
    var found =
        Stream.of(mutant.caughtBy().toArray())
            .filter(n -> ran.said().contains("invariant " + n + " "))
            .toList();
    System.out.printf("a build that %s: caught by invariants %s%n", mutant, found);
    assertThat(ran.code()).as(ran.said()).isEqualTo(1);
    assertThat(found).as(ran.said()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("mutantsForTests")
  void isCaughtByTests(Mutant mutant, String tests) throws IOException, InterruptedException {
    Script.run("../k8s/images/docker");
    Script.run("../k8s/images/build", "dapr", "redis");

    var ran = run(mutant, RunTests.class, tests);

    assertThat(ran.code()).as(ran.said()).isEqualTo(1);
    assertThat(ran.said()).contains("AssertionFailedError");
    System.out.printf(
        "a build that %s: caught by invariants %s, by %s%n", mutant, mutant.caughtBy(), tests);
  }

  private record Ran(int code, String said) {}

  private Ran run(Mutant mutant, Class<?> program, String... arguments)
      throws IOException, InterruptedException {
    var classes = mutant.compile(folder);
    var log = folder.resolve("log");
    var command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-Djqwik.database=" + folder.resolve("jqwik"),
                "-cp",
                classes + File.pathSeparator + System.getProperty("java.class.path"),
                program.getName()));
    command.addAll(List.of(arguments));
    var process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(process.waitFor(SECONDS_AT_MOST, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Ran(process.exitValue(), Files.readString(log));
  }
}
