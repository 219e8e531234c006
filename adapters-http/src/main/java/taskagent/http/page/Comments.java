package taskagent.http.page;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Leaves the comments of scripts and styles out of what is sent: they are a seventh of what a
 * browser would load. Only whole lines are left out, and an empty one stays for each, so that an
 * error in the browser's console names the line of the source.
 */
final class Comments {

  private boolean within;

  private Comments() {}

  /** Returns a source without its comments. */
  static String removed(String source) {
    var comments = new Comments();
    return Arrays.stream(source.split("\n", -1))
        .map(comments::removedFromLine)
        .collect(Collectors.joining("\n"));
  }

  private String removedFromLine(String line) {
    var text = line.strip();
    boolean begins = text.startsWith("/*");
    boolean comment = within || begins || text.startsWith("//");
    within = (within || begins) && !text.endsWith("*/");
    return comment ? "" : line;
  }
}
