package io.meshtwin.twin.event;

import java.time.Instant;
import java.time.LocalDate;

/**
 * Reads times as {@link Instant#toString} writes them. A replay reads millions, so the usual form
 * ({@code 2026-01-01T00:00:00Z}, with up to nine digits of a fraction) is read without Java's
 * formatter; every other form is left to it.
 */
public final class Timestamps {
  private static final int SECONDS_END = "2026-01-01T00:00:00".length();
  private static final int FRACTION_DIGITS = 9;
  private static final long DAY = 86_400;

  private Timestamps() {}

  /**
   * The time that a text means.
   *
   * @throws java.time.DateTimeException when it means none
   */
  public static Instant parse(String text) {
    int end = text.length() - 1;
    int digits = end - SECONDS_END - 1;
    if (end < SECONDS_END || digits == 0 || digits > FRACTION_DIGITS || !punctuated(text, end)) {
      return Instant.parse(text);
    }
    int year = number(text, 0, 4);
    int month = number(text, 5, 7);
    int day = number(text, 8, 10);
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, 19);
    int fraction = digits < 0 ? 0 : number(text, SECONDS_END + 1, end);
    if ((year | month | day | hour | minute | second | fraction) < 0
        || hour > 23
        || minute > 59
        || second > 59) {
      return Instant.parse(text);
    }
    for (int i = Math.max(digits, 0); i < FRACTION_DIGITS; i++) {
      fraction *= 10;
    }
    int ofDay = hour * 3600 + minute * 60 + second;
    return Instant.ofEpochSecond(
        LocalDate.of(year, month, day).toEpochDay() * DAY + ofDay, fraction);
  }

  private static boolean punctuated(String text, int end) {
    return text.charAt(end) == 'Z'
        && text.charAt(4) == '-'
        && text.charAt(7) == '-'
        && text.charAt(10) == 'T'
        && text.charAt(13) == ':'
        && text.charAt(16) == ':'
        && (end == SECONDS_END || text.charAt(SECONDS_END) == '.');
  }

  /** Some digits as a number, negative where one is none. */
  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
