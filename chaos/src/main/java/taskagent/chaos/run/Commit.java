package taskagent.chaos.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Which sources a run is of. */
final class Commit {

  /** Whatever is not only words. */
  private static final List<String> SOURCES =
      List.of("--", ":(top)", ":(top,exclude)docs", ":(top,exclude)*.md");

  private Commit() {}

  /**
   * The short name of the last commit that changed more than words, so that what came of its runs
   * can be written down without another; with a mark if something was changed since. Or "unknown".
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
    var said = new String(git.getInputStream().readAllBytes(), UTF_8).strip();
    try {
      if (git.waitFor(10, TimeUnit.SECONDS) && git.exitValue() == 0) {
        return said;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IOException("git: " + said);
  }
}
