package taskagent.app.client;

import java.util.Collection;
import java.util.List;

/** Finds the names that somebody may have meant who mistyped one. */
public final class NearestNames {

  private static final int AT_MOST = 2;

  private NearestNames() {}

  /** Returns the nearest names; none if all are far from what was typed. */
  public static List<String> of(String typed, Collection<String> names) {
    int far = Math.max(1, typed.length() / 3);
    int nearest = names.stream().mapToInt(name -> distance(typed, name)).min().orElse(far + 1);
    return nearest > far
        ? List.of()
        : names.stream()
            .filter(name -> distance(typed, name) == nearest)
            .sorted()
            .limit(AT_MOST)
            .toList();
  }

  /** Counts the letters to insert, delete, replace or swap with their neighbours. */
  static int distance(String from, String to) {
    var counts = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          counts[i][j] = i + j;
          continue;
        }
        boolean same = from.charAt(i - 1) == to.charAt(j - 1);
        counts[i][j] =
            Math.min(
                Math.min(counts[i - 1][j], counts[i][j - 1]) + 1,
                counts[i - 1][j - 1] + (same ? 0 : 1));
        boolean swapped =
            i > 1
                && j > 1
                && from.charAt(i - 1) == to.charAt(j - 2)
                && from.charAt(i - 2) == to.charAt(j - 1);
        if (swapped) {
          counts[i][j] = Math.min(counts[i][j], counts[i - 2][j - 2] + 1);
        }
      }
    }
    return counts[from.length()][to.length()];
  }
}
