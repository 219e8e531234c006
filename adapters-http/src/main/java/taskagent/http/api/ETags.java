package taskagent.http.api;

import io.helidon.http.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import taskagent.http.answer.ProblemException;

/** Entity tags, which are versions of tasks, and conditions on them (RFC 9110 §13.1). */
final class ETags {

  /** A tag and its separator. */
  private static final Pattern TAG =
      Pattern.compile("[ \\t]*(W/)?\"([\\x21\\x23-\\x7E]*)\"[ \\t]*(,|$)");

  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,17}");

  private ETags() {}

  static String of(long version) {
    return '"' + Long.toString(version) + '"';
  }

  /** The version that a client expects. */
  sealed interface Condition {

    /** Any version. */
    record Any() implements Condition {}

    /** One of these; none if no tag is a version. */
    record OneOf(List<Long> versions) implements Condition {}
  }

  /**
   * Reads {@code If-Match}. A weak tag never matches.
   *
   * @throws ProblemException with 400 if it is ill-formed
   */
  static Condition ifMatch(List<String> header) {
    if (header.isEmpty()) {
      return new Condition.Any();
    }
    return condition(String.join(",", header), false);
  }

  /** Returns true if {@code If-None-Match} has this version, with a weak or a strong tag. */
  static boolean noneMatches(List<String> header, long version) {
    if (header.isEmpty()) {
      return false;
    }
    try {
      return switch (condition(String.join(",", header), true)) {
        case Condition.Any _ -> true;
        case Condition.OneOf(var versions) -> versions.contains(version);
      };
    } catch (ProblemException e) {
      return false; // an ill-formed condition is ignored: the client gets the task
    }
  }

  private static Condition condition(String text, boolean weakToo) {
    if (text.strip().equals("*")) {
      return new Condition.Any();
    }
    var versions = new ArrayList<Long>();
    var tag = TAG.matcher(text);
    int end = 0;
    while (tag.lookingAt()) {
      if ((weakToo || tag.group(1) == null) && VERSION.matcher(tag.group(2)).matches()) {
        versions.add(Long.parseLong(tag.group(2)));
      }
      end = tag.end();
      tag.region(end, text.length());
    }
    if (end == 0 || end < text.length() || text.endsWith(",")) {
      throw illFormed();
    }
    return new Condition.OneOf(versions);
  }

  private static ProblemException illFormed() {
    return ProblemException.because(
        Status.BAD_REQUEST_400,
        "If-Match must be an entity tag with quotes such as \"7\", a list of entity tags, or *.");
  }
}
