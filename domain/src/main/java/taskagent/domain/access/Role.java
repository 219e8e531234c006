package taskagent.domain.access;

import java.util.Locale;

/** What a known caller may do in general (specification §15). */
public enum Role {
  /** Works on tasks that are assigned to them or that they asked for, and chats as themselves. */
  USER,
  /** Does everything. */
  OPERATOR,
  /** Reads everything, and changes nothing. */
  READER;

  /** Returns the wire name. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the role with this wire name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Role ofWireName(String name) {
    for (var role : values()) {
      if (role.wireName().equals(name)) {
        return role;
      }
    }
    throw new IllegalArgumentException(name + " is not a role");
  }
}
