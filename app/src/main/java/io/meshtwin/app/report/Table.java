package io.meshtwin.app.report;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Columns of text, as wide as they need to be. */
public final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  public Table(String... header) {
    if (header.length > 0) {
      rows.add(List.of(header));
    }
  }

  public void add(String... cells) {
    rows.add(List.of(cells));
  }

  public void print(PrintStream out) {
    for (List<String> row : rows) {
      var line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String cell = row.get(column);
        line.append(cell);
        if (column < row.size() - 1) {
          line.repeat(' ', width(column) - cell.length() + 2);
        }
      }
      out.println(line.toString().stripTrailing());
    }
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
