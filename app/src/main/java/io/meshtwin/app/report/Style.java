package io.meshtwin.app.report;

/**
 * Colours, or none.
 *
 * @param on whether the output takes them
 */
public record Style(boolean on) {
  private static final String RESET = "\u001b[0m";

  public String strong(String text) {
    return wrap("\u001b[1m", text);
  }

  public String faint(String text) {
    return wrap("\u001b[2m", text);
  }

  public String bad(String text) {
    return wrap("\u001b[31m", text);
  }

  String good(String text) {
    return wrap("\u001b[32m", text);
  }

  private String wrap(String code, String text) {
    return on ? code + text + RESET : text;
  }
}
