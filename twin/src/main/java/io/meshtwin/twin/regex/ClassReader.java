package io.meshtwin.twin.regex;

import java.util.ArrayList;
import java.util.List;

/** Reads what stands in brackets, from behind the first. */
final class ClassReader {
  private final Cursor text;
  private final boolean foldCase;
  private final List<Ranges> parts = new ArrayList<>();

  ClassReader(Cursor text, boolean foldCase) {
    this.text = text;
    this.foldCase = foldCase;
  }

  Ranges read() {
    boolean negative = text.taken("^");
    boolean first = true;
    while (first || peekOrEnd() != ']') {
      first = false;
      part();
    }
    text.next();
    Ranges set = Ranges.union(parts);
    return negative ? set.not() : set;
  }

  private int peekOrEnd() {
    if (!text.more()) {
      throw text.unreadable("a bracket is not closed");
    }
    return text.peek();
  }

  private void part() {
    if (text.taken("[:")) {
      parts.add(posix());
      return;
    }
    Ranges low = member();
    if (!low.isSingle() || !text.sees("-") || text.sees("-]")) {
      parts.add(low.isSingle() ? folded(low) : low);
      return;
    }
    text.next();
    Ranges high = member();
    if (!high.isSingle() || high.first() < low.first()) {
      throw text.unreadable("a range out of order");
    }
    parts.add(folded(Ranges.of(low.first(), high.first())));
  }

  private Ranges member() {
    int c = text.next();
    return c == '\\' ? Escapes.set(text, text.next(), foldCase) : Ranges.ofEach(c);
  }

  private Ranges posix() {
    String name = text.until(':');
    boolean caret = name.startsWith("^");
    Ranges found = NamedClasses.posix(caret ? name.substring(1) : name);
    if (found == null || !text.taken("]")) {
      throw text.unreadable("no class [:" + name + ":]");
    }
    Ranges set = folded(found);
    return caret ? set.not() : set;
  }

  private Ranges folded(Ranges set) {
    return foldCase ? CaseFolding.of(set) : set;
  }
}
