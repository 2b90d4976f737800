package io.meshtwin.app.report;

/** Text in Markdown that means itself. */
public final class Markdown {
  private Markdown() {}

  /** Text that may stand in a cell of a table. */
  public static String escaped(String text) {
    return html(text).replace("|", "\\|").replace("*", "\\*").replace("_", "\\_");
  }

  /** Text that may stand between HTML's tags. */
  public static String html(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
