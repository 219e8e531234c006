package taskagent.domain.view;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The order of a list. Items with the same time are in the order in which they were created.
 *
 * @param descending true for the latest first
 */
public record Sort(By by, boolean descending) {

  /** The latest change first. */
  public static final Sort NEWEST_CHANGE = new Sort(By.UPDATED, true);

  /** The latest creation first. */
  public static final Sort NEWEST = new Sort(By.CREATED, true);

  /** The time that decides. */
  public enum By {
    /** The deadline; tasks without one come last. */
    DUE,
    UPDATED,
    CREATED
  }

  /** Returns the order with this name, such as {@code due} or {@code -due}, if it is allowed. */
  public static Optional<Sort> named(String name, List<By> allowed) {
    return allowed.stream()
        .flatMap(by -> List.of(new Sort(by, false), new Sort(by, true)).stream())
        .filter(sort -> sort.name().equals(name))
        .findFirst();
  }

  /** Returns the name. */
  public String name() {
    return (descending ? "-" : "") + by.name().toLowerCase(Locale.ROOT);
  }
}
