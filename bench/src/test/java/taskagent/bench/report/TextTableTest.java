package taskagent.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests the format of tables. */
final class TextTableTest {

  @Test
  void alignsFiguresRightForATerminal() {
    assertThat(figures().text())
        .isEqualTo(
            """
            load      per second     p99
            ----------------------------
            a               1.00       2
            a | long         300  40,000
            """);
  }

  @Test
  void alignsFiguresRightInMarkdown() {
    assertThat(figures().markdown())
        .isEqualTo(
            """
            | load | per second | p99 |
            |---|---:|---:|
            | a | 1.00 | 2 |
            | a \\| long | 300 | 40,000 |
            """);
  }

  @Test
  void alignsTextLeft() {
    var table = TextTable.ofText("figure", "value");
    table.add(List.of("a", "one"));

    assertThat(table.text())
        .isEqualTo(
            """
            figure  value
            -------------
            a       one
            """);
    assertThat(table.markdown()).contains("|---|---|");
  }

  @Test
  void refusesRowsOfAnotherLength() {
    assertThatThrownBy(() -> figures().add(List.of("a", "b")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static TextTable figures() {
    var table = TextTable.ofFigures("load", "per second", "p99");
    table.add(List.of("a", "1.00", "2"));
    table.add(List.of("a | long", "300", "40,000"));
    return table;
  }
}
