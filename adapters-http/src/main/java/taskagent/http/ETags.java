package taskagent.http;

import io.helidon.http.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Entity tags of tasks, which are their versions, and conditions on them (RFC 9110 §13.1). */
final class ETags {

  /** A tag, and what is between it and the next. */
  private static final Pattern TAG =
      Pattern.compile("[ \\t]*(W/)?\"([\\x21\\x23-\\x7E]*)\"[ \\t]*(,|$)");

  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,17}");

  private ETags() {}

  static String of(long version) {
    return '"' + Long.toString(version) + '"';
  }

  /** What a client says about the version that it expects. */
  sealed interface Condition {

    /** Nothing, or that there is one. */
    record Any() implements Condition {}

    /** One of these; none, if none of its tags can be a version's. */
    record OneOf(List<Long> versions) implements Condition {}
  }

  /**
   * Reads {@code If-Match}. A weak tag never matches there.
   *
   * @throws Refused with 400 if it is ill-formed
   */
  static Condition ifMatch(List<String> header) {
    if (header.isEmpty()) {
      return new Condition.Any();
    }
    return condition(String.join(",", header), false);
  }

  /** Whether {@code If-None-Match} says that the client has this version, be its tag weak. */
  static boolean noneMatches(List<String> header, long version) {
    if (header.isEmpty()) {
      return false;
    }
    try {
      return switch (condition(String.join(",", header), true)) {
        case Condition.Any _ -> true;
        case Condition.OneOf(var versions) -> versions.contains(version);
      };
    } catch (Refused e) {
      return false; // a condition for the client's good alone; without it, it gets the task
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

  private static Refused illFormed() {
    return Refused.because(
        Status.BAD_REQUEST_400,
        "If-Match must be an entity tag such as \"7\", with its quotes, or a list of some, or *.");
  }
}
