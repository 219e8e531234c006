package taskagent.acceptance.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskagent.testing.server.AppProcess;

/** The script {@code ./taskagent}, on machines where something is missing. */
class LauncherIT {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path LAUNCHER = ROOT.resolve("taskagent");

  /** All programs that the script calls. Java and Maven are not among them. */
  private static final List<String> TOOLS =
      List.of(
          "bash",
          "cat",
          "chmod",
          "cp",
          "dirname",
          "env",
          "find",
          "flock",
          "grep",
          "head",
          "ls",
          "mkdir",
          "mv",
          "readlink",
          "rm",
          "sed",
          "sleep",
          "tail",
          "touch");

  @TempDir Path folder;

  private static Path tools;
  private Path bin;

  /** What a process printed, and its exit code. */
  private record Result(int code, String out, String err) {}

  @BeforeAll
  static void linkTools() throws IOException {
    tools = Files.createDirectories(Path.of("target/launcher-tools").toAbsolutePath());
    for (var tool : TOOLS) {
      var link = tools.resolve(tool);
      if (!Files.exists(link)) {
        Files.createSymbolicLink(link, find(tool));
      }
    }
  }

  @BeforeEach
  void makeBin() throws IOException {
    bin = Files.createDirectory(folder.resolve("bin"));
  }

  private static Path find(String program) {
    for (var folder : System.getenv("PATH").split(":", -1)) {
      var file = Path.of(folder, program);
      if (Files.isExecutable(file)) {
        return file;
      }
    }
    throw new AssertionError("this machine has no " + program);
  }

  /** An environment without a home, a JDK and Maven. */
  private Map<String, String> bare() {
    var environment = new LinkedHashMap<String, String>();
    environment.put("PATH", bin + ":" + tools);
    environment.put("TASKAGENT_JDKS", "");
    return environment;
  }

  private Map<String, String> withJdk() {
    var environment = bare();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    return environment;
  }

  private Process start(Path launcher, Map<String, String> environment, String... arguments)
      throws IOException {
    var command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  private Result run(Path launcher, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    var process = start(launcher, environment, arguments);
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Result(process.exitValue(), printed("out"), printed("err"));
  }

  private String printed(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  /** Exit code 1, and one line says what is missing. A build is announced before. */
  private static void assertCannot(Result result, String... reason) {
    assertThat(result.code()).as(result.err()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines().filter(line -> !line.startsWith("taskagent: building, ")))
        .singleElement()
        .asString()
        .startsWith("taskagent: ")
        .contains(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "-h",
        "--version",
        "-V",
        "serve --help",
        "serve --port 1 --help",
        "demo --help",
        "backup --help",
        "restore --help",
        "list --help",
        "dead-letters replay --help",
        "serve --version"
      })
  void helpNeedsNoJavaAndSaysWhatTheProgramSays(String words) throws Exception {
    var arguments = words.split(" ", -1);
    var result = run(LAUNCHER, bare(), arguments);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo(AppProcess.run(arguments).out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "bogus", "version"})
  void aWrongCommandNeedsNoJava(String word) throws Exception {
    var result = run(LAUNCHER, bare(), word.isEmpty() ? new String[0] : new String[] {word});
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("taskagent: ").contains(word, "--help");
  }

  /** The program can be started without the launcher, and suggests the same names. */
  @ParameterizedTest
  @CsvSource({"lsit, list", "cancle, cancel", "deadletters, dead-letters", "bogus, ''"})
  void aMistypedCommandGetsASuggestion(String typed, String near) throws Exception {
    var suggestion = near.isEmpty() ? "'" : "'. Did you mean " + near + "?";
    var result = run(LAUNCHER, bare(), typed);
    assertThat(result.err().lines().findFirst().orElseThrow()).endsWith(suggestion);
    var program = AppProcess.run(typed);
    assertThat(program.code()).isEqualTo(2);
    assertThat(program.err().lines().findFirst().orElseThrow()).endsWith(suggestion);
  }

  @Test
  void noJdkIsOneLine() throws Exception {
    assertCannot(run(LAUNCHER, bare(), "serve"), "JDK 25", "found none", "adoptium.net");
  }

  @ParameterizedTest
  @CsvSource({"21.0.2, JDK 21", "1.8.0_402, JDK 8", "24-ea, JDK 24"})
  void aJdkThatIsTooOldIsOneLine(String version, String found) throws Exception {
    var environment = bare();
    environment.put("TASKAGENT_JDKS", jdk(version).getParent().toString());
    assertCannot(run(LAUNCHER, environment, "serve"), "JDK 25", found, "adoptium.net");
  }

  private Path jdk(String version) throws IOException {
    var jdk = Files.createDirectories(folder.resolve("jdks/jdk"));
    script(Files.createDirectories(jdk.resolve("bin")).resolve("java"), "exit 9");
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return jdk;
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, "#!/usr/bin/env bash\n" + text + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /** A copy of the sources, as far as the launcher looks at them, that was never built. */
  private Path unbuilt() throws IOException {
    var sources = Files.createDirectories(folder.resolve("sources/app/help")).getParent();
    Files.writeString(sources.resolveSibling("pom.xml"), "<project/>");
    return Files.copy(LAUNCHER, sources.resolveSibling("taskagent"));
  }

  private static void help(Path launcher) throws IOException {
    Files.writeString(launcher.resolveSibling("app/help/serve.txt"), "help");
  }

  @Test
  void noMavenIsOneLine() throws Exception {
    var launcher = unbuilt();
    help(launcher);
    assertCannot(run(launcher, withJdk(), "serve"), "needs Maven", "maven.apache.org");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Unknown host repo.maven.apache.org: Name or service not known | cannot download libraries",
        "java.io.IOException: No space left on device                  | no space is left"
      })
  void aBuildThatFailsSaysWhy(String said, String reason) throws Exception {
    var launcher = unbuilt();
    help(launcher);
    script(bin.resolve("mvn"), "echo '" + said + "'; exit 1");
    assertCannot(run(launcher, withJdk(), "serve"), reason, "build.log");
  }

  @Test
  void aBuildThatFailsForAnotherReasonShowsTheErrors() throws Exception {
    var launcher = unbuilt();
    help(launcher);
    script(bin.resolve("mvn"), "echo '[INFO] x'; echo '[ERROR] A.java:[1,1] wrong'; exit 1");
    var result = run(launcher, withJdk(), "serve");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("[ERROR] A.java:[1,1] wrong", "build.log");
    assertThat(result.err()).doesNotContain("[INFO]");
  }

  @Test
  void aFolderThatCannotBeWrittenIsOneLine() throws Exception {
    var launcher = unbuilt();
    help(launcher);
    script(bin.resolve("mvn"), "exit 1");
    Files.writeString(launcher.resolveSibling("app/target"), "a file");
    assertCannot(run(launcher, withJdk(), "serve"), "cannot write to", "space");
  }

  @Test
  void whoeverBuildsIsToldAtOnce() throws Exception {
    var launcher = unbuilt();
    help(launcher);
    script(bin.resolve("mvn"), "exec sleep 60");
    var process = start(launcher, withJdk(), "serve");
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(20)) // a second on a machine with nothing else to do
          .until(() -> printed("err").contains("building"));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  @Test
  void itIsFoundThroughSymbolicLinks() throws Exception {
    var absolute = folder.resolve("absolute");
    var relative = bin.resolve("taskagent");
    Files.createSymbolicLink(absolute, LAUNCHER);
    Files.createSymbolicLink(relative, Path.of("../absolute"));
    for (var link : List.of(absolute, relative)) {
      var result = run(link, bare(), "--version");
      assertThat(result.code()).as(result.err()).isZero();
      assertThat(result.out()).startsWith("Task Agent ");
    }
    Files.delete(relative);
    Files.delete(absolute);
  }

  /** An installation is what a release archive and the image contain: it needs no Maven. */
  @Test
  void anInstallationServesWithoutHomeAndMaven() throws Exception {
    var installed = folder.resolve("opt/taskagent");
    assertThat(run(LAUNCHER, withJdk(), "--install", installed.toString()).code()).isZero();
    var again = run(LAUNCHER, withJdk(), "--install", installed.toString());
    assertThat(again.code()).as(again.err()).isZero();

    // The environment has no locale, and Java then knows no letters other than those of ASCII.
    var settings = folder.resolve("settings.yaml");
    Files.writeString(settings, "port: 0\ndata: " + folder.resolve("d\u00e4t\u00e4") + "\n");
    var launcher = installed.resolve("taskagent");
    var process = start(launcher, withJdk(), "serve", "--config", settings.toString());
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> printed("out").contains("Task Agent is ready at ") || !process.isAlive());
      assertThat(printed("err")).contains("starting on JDK");
      process.destroy(); // SIGTERM
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(printed("err")).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void anInstallationReplacesNoOtherFolder() throws Exception {
    var other = Files.createDirectories(folder.resolve("other"));
    Files.write(other.resolve("mine"), "kept".getBytes(UTF_8));
    assertCannot(run(LAUNCHER, withJdk(), "--install", other.toString()), "another folder");
    assertThat(other.resolve("mine")).hasContent("kept");
    assertCannot(run(LAUNCHER, withJdk(), "--install"), "needs a folder");
  }
}
