package taskagent.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import taskagent.testing.server.JsonHttpClient;

/**
 * The Dockerfile in the root: {@code docker build} and {@code docker run -p}. The base image is
 * built on this machine, because the tests have no registry of images.
 */
@Tag("docker")
class DockerImageIT {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final String NAME = "taskagent-test-" + ProcessHandle.current().pid();
  private static final String DATA = NAME + ":/data";
  private static final String CHAT = "/chat/ada";

  @BeforeAll
  static void build() throws Exception {
    var base = run("k8s/images/build", "--quiet", "java").strip();
    run(
        "docker",
        "build",
        "--build-arg=BUILD_IMAGE=" + base,
        "--build-arg=RUNTIME_IMAGE=" + base,
        "--tag=" + NAME,
        ".");
  }

  @AfterEach
  void removeContainer() throws Exception {
    run("docker", "rm", "--force", "--volumes", NAME);
    run("docker", "volume", "rm", "--force", NAME);
  }

  @AfterAll
  static void removeImage() throws Exception {
    run("docker", "image", "rm", "--force", NAME);
  }

  @Test
  void servesOnAPublishedPortAndKeepsItsDataInAVolume() throws Exception {
    var first = startAndAwaitReady();
    assertThat(first.post(CHAT, "{\"content\": \"Hello\"}").status()).isEqualTo(200);
    var history = first.get(CHAT + "/history").text();
    assertThat(history).contains("Hello");
    run("docker", "stop", NAME);
    assertThat(run("docker", "inspect", "--format={{.State.ExitCode}}", NAME).strip())
        .as("exit code after SIGTERM")
        .isEqualTo("0");
    run("docker", "rm", NAME);

    assertThat(startAndAwaitReady().get(CHAT + "/history").text()).isEqualTo(history);
  }

  @Test
  void runsAsAnUnprivilegedUser() throws Exception {
    startAndAwaitReady();
    var status = run("docker", "exec", NAME, "cat", "/proc/1/status");
    assertThat(status.lines().filter(line -> line.startsWith("Uid:")))
        .singleElement()
        .asString()
        .isEqualTo("Uid:\t65532\t65532\t65532\t65532");
  }

  @Test
  void answersHelpAndRefusesUnknownSettings() throws Exception {
    assertThat(run("docker", "run", "--rm", NAME, "serve", "--help")).contains("--http-drain");
    var refused = start("docker", "run", "--rm", "--env=TASKAGENT_PROT=1", NAME);
    assertThat(refused.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(refused.exitValue()).isEqualTo(2);
    assertThat(output(refused)).contains("TASKAGENT_PROT");
  }

  @Test
  void refusesOpenAccessOnAllAddresses() throws Exception {
    var refused = start("docker", "run", "--rm", NAME);
    assertThat(refused.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(refused.exitValue()).isEqualTo(2);
    assertThat(output(refused)).contains("--access-mode tokens", "--access-open-anyway");
  }

  /** Port 0 of the host: Docker takes a free one. */
  private static JsonHttpClient startAndAwaitReady() throws Exception {
    run(
        "docker",
        "run",
        "--detach",
        "--name=" + NAME,
        "-p",
        "127.0.0.1:0:8000",
        "-v",
        DATA,
        "--env=TASKAGENT_ACCESS_OPEN_ANYWAY=true",
        NAME);
    var address = run("docker", "port", NAME, "8000/tcp").lines().findFirst().orElseThrow();
    var client = new JsonHttpClient("http://" + address.strip(), Duration.ofSeconds(10));
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> client.get("/health/ready").status() == 200);
    return client;
  }

  private static Process start(String... command) throws IOException {
    return new ProcessBuilder(command).directory(ROOT.toFile()).redirectErrorStream(true).start();
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String run(String... command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).directory(ROOT.toFile());
    var errors = Path.of("target").toAbsolutePath().resolve(NAME + ".err").toFile();
    var process = builder.redirectError(ProcessBuilder.Redirect.appendTo(errors)).start();
    var output = output(process);
    assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue())
        .as("%s: %s; see %s", String.join(" ", command), output, errors)
        .isZero();
    return output;
  }
}
