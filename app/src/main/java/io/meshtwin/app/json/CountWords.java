package io.meshtwin.app.json;

/** Numbers of things, for a sentence: {@code 1 resource}, {@code 2 resources}. */
public final class CountWords {
  private CountWords() {}

  /**
   * The number with its noun.
   *
   * @param noun of one, of which several end with {@code s}
   */
  public static String of(long number, String noun) {
    return of(number, noun, noun + "s");
  }

  /**
   * The same for words that change otherwise, a verb included.
   *
   * @param one what stands behind a 1
   * @param several what stands behind any other number
   */
  public static String of(long number, String one, String several) {
    return number + " " + (number == 1 ? one : several);
  }
}
