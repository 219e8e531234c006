package taskagent.chaos.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import taskagent.chaos.sim.Simulation;

/** Each mutant of the embedded engine is caught by the simulation, and by the right invariant. */
@Tag("chaos")
class MutantsIT {

  private static final String EMBEDDED = "adapters-embedded/src/main/java/taskagent/embedded/";
  private static final String DOMAIN = "domain/src/main/java/taskagent/domain/";
  private static final int WORLDS = 16;
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

  @ParameterizedTest
  @MethodSource("mutants")
  void isCaught(Mutant mutant) throws IOException, InterruptedException {
    var classes = mutant.compile(folder);
    var log = folder.resolve("log");
    var process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classes + File.pathSeparator + System.getProperty("java.class.path"),
                Simulation.class.getName(),
                "1",
                Integer.toString(WORLDS),
                Integer.toString(CRASHES),
                folder.resolve("worlds").toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertThat(process.waitFor(SECONDS_AT_MOST, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    var said = Files.readString(log);
    var found =
        Stream.of(mutant.caughtBy().toArray())
            .filter(n -> said.contains("invariant " + n + " "))
            .toList();
    System.out.printf("a build that %s: caught by invariants %s%n", mutant, found);
    assertThat(process.exitValue()).as(said).isEqualTo(1);
    assertThat(found).as(said).isNotEmpty();
  }
}
