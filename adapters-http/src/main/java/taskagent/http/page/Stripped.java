package taskagent.http.page;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Leaves the comments and the indentation of scripts and styles out of what is sent: they are a
 * sixth of what a browser would load. Only whole lines of comments are left out, and an empty one
 * stays for each, so that an error in the browser's console names the line of the source.
 */
final class Stripped {

  private boolean within;

  private Stripped() {}

  /** Returns a source without its comments and its indentation. */
  static String of(String source) {
    var stripped = new Stripped();
    return Arrays.stream(source.split("\n", -1))
        .map(stripped::line)
        .collect(Collectors.joining("\n"));
  }

  private String line(String line) {
    var text = line.strip();
    boolean begins = text.startsWith("/*");
    boolean comment = within || begins || text.startsWith("//");
    within = (within || begins) && !text.endsWith("*/");
    return comment ? "" : line.stripLeading();
  }
}
