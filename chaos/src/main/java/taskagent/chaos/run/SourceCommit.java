package taskagent.chaos.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Finds out which version of the sources a run tests. */
final class SourceCommit {

  /** All files except documentation. */
  private static final List<String> SOURCES =
      List.of("--", ":(top)", ":(top,exclude)docs", ":(top,exclude)*.md");

  private SourceCommit() {}

  /**
   * Returns the short hash of the last commit that changed more than documentation, so that a
   * commit with the results of a run does not change it. It ends in "-dirty" if sources were
   * changed since. Returns "unknown" without Git.
   */
  static String current() {
    try {
      var commit = git("log", "-1", "--format=%h", "--abbrev=12");
      return git("status", "--porcelain").isEmpty() ? commit : commit + "-dirty";
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static String git(String... command) throws IOException {
    var whole = new ArrayList<>(List.of("git"));
    whole.addAll(List.of(command));
    whole.addAll(SOURCES);
    var git = new ProcessBuilder(whole).redirectErrorStream(true).start();
    var output = new String(git.getInputStream().readAllBytes(), UTF_8).strip();
    try {
      if (git.waitFor(10, TimeUnit.SECONDS) && git.exitValue() == 0) {
        return output;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IOException("git: " + output);
  }
}
