package taskagent.domain.run;

import java.util.regex.Pattern;

/**
 * Identifies a kind of run: the name of its saga and the version of its definition. A run continues
 * under the version with which it began.
 */
public record KindId(String name, int version) {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final Pattern WIRE_NAME = Pattern.compile(NAME + "@[1-9][0-9]{0,8}");

  /** Checks the name and the version. */
  public KindId {
    if (!NAME.matcher(name).matches() || version < 1) {
      throw new IllegalArgumentException(name + "@" + version + " is not the id of a kind");
    }
  }

  /**
   * Returns the id with this wire name.
   *
   * @throws IllegalArgumentException if there is no such id
   */
  public static KindId ofWireName(String text) {
    if (!WIRE_NAME.matcher(text).matches()) {
      throw new IllegalArgumentException(text + " is not the id of a kind");
    }
    int at = text.indexOf('@');
    return new KindId(text.substring(0, at), Integer.parseInt(text.substring(at + 1)));
  }

  /** Returns the wire name: {@code task-processing@1}. */
  public String wireName() {
    return name + "@" + version;
  }

  @Override
  public String toString() {
    return wireName();
  }
}
