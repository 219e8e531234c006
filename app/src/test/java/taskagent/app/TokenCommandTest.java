package taskagent.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskagent.access.FileTokens;
import taskagent.domain.access.Caller.Known;
import taskagent.domain.access.Role;

/** {@code taskagent token} on the command line. */
final class TokenCommandTest {

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    var all = new ArrayList<>(List.of("token"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--data", folder.toString()));
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }

  private Path file() {
    return folder.resolve("tokens.json");
  }

  @Test
  void aTokenIsPrintedOnceAndAloneOnStandardOutput() throws IOException {
    assertThat(run("create", "--user", "ada", "--role", "operator")).isZero();
    var token = out.toString().strip();
    assertThat(token).matches("taskagent_[A-Za-z0-9_-]{43}");
    assertThat(err.toString()).contains("ada-1", "operator").doesNotContain(token);
    assertThat(Files.readString(file())).doesNotContain(token);
    assertThat(new FileTokens(file(), InstantSource.system()).holder(token))
        .contains(new Known("ada", Role.OPERATOR));

    assertThat(run("list")).isZero();
    assertThat(out.toString()).contains("ada-1", "operator").doesNotContain(token);
    assertThat(run("revoke", "ada-1")).isZero();
    assertThat(run("revoke", "ada-1")).isEqualTo(Main.FAILED);
    assertThat(run("list")).isZero();
    assertThat(out.toString()).doesNotContain("ada-1");
  }

  @Test
  void aTokenCanHaveANameAndAnEnd() {
    assertThat(run("create", "laptop", "--user", "ada", "--expires-in", "30d")).isZero();
    assertThat(run("create", "laptop", "--user", "bob")).isEqualTo(Main.FAILED);
    assertThat(run("list")).isZero();
    assertThat(out.toString().lines()).hasSize(2);
    assertThat(out.toString()).contains("laptop", "user").doesNotContain("expired");
  }

  @Test
  void whatIsMissingOrWrongIsNamed() {
    assertThat(run("create")).isEqualTo(Main.USAGE);
    assertThat(err.toString()).contains("--user");
    assertThat(run("create", "--user", "a b")).isEqualTo(Main.USAGE);
    assertThat(run("create", "--user", "ada", "--role", "root")).isEqualTo(Main.USAGE);
    assertThat(run("create", "a\nb", "--user", "ada")).isEqualTo(Main.USAGE);
    assertThat(run("revoke")).isEqualTo(Main.USAGE);
    assertThat(run("burn")).isEqualTo(Main.USAGE);
    assertThat(file()).doesNotExist();
  }

  @Test
  void aDamagedFileIsNotReplaced() throws IOException {
    Files.writeString(file(), "{\"format\": 9}");
    assertThat(run("create", "--user", "ada")).isEqualTo(Main.FAILED);
    assertThat(err.toString()).contains("tokens.json is damaged");
    assertThat(Files.readString(file())).isEqualTo("{\"format\": 9}");
  }
}
