package io.meshtwin.simulator.space;

import io.meshtwin.simulator.regex.Language;
import java.util.List;

/**
 * The values that a variable can have at all: what a client can send and a rule then sees as it is.
 * Header values that are not valid UTF-8 are outside of it.
 *
 * @param having languages that have every value
 * @param lacking languages that have no value
 */
record Universe(List<Language> having, List<Language> lacking) {
  /** Normal paths begin so: nothing that Envoy would escape, turn or refuse. */
  private static final String PATH = "/[!$-;=@-\\]_a-z~]*";

  private static final String BACKSLASH = ".*\\\\.*";

  private static final String DOT_SEGMENT = ".*/\\.\\.?(/.*)?";

  /** NUL, which Envoy refuses, and unreserved characters, which it decodes (RFC 3986, 2.3). */
  private static final String DECODED =
      ".*%(00|2[deDE]|3[0-9]|[46][1-9a-fA-F]|5[0-9aAfF]|7[0-9aAeE]).*";

  private static final String HEADER =
      "([^\\x00-\\x20\\x7f]([^\\x00-\\x1f\\x7f]*[^\\x00-\\x20\\x7f])?)?";

  private static final Universe METHODS = new Universe(languages("[!-~]+"), List.of());
  private static final Universe PATHS =
      new Universe(languages(PATH), languages(BACKSLASH, DOT_SEGMENT, DECODED));
  private static final Universe HEADERS = new Universe(languages(HEADER, ".*"), List.of());
  private static final Universe HOSTS = new Universe(languages(HEADER, ".+"), List.of());
  private static final Universe QUERIES = new Universe(languages("[!-\"$%'-~]*"), List.of());

  static Universe of(Variable variable) {
    return switch (variable.kind()) {
      case METHOD -> METHODS;
      case PATH -> PATHS;
      case HEADER -> variable.mayBeAbsent() ? HEADERS : HOSTS;
      case QUERY -> QUERIES;
    };
  }

  boolean has(String value) {
    return having.stream().allMatch(language -> language.has(value))
        && lacking.stream().noneMatch(language -> language.has(value));
  }

  private static List<Language> languages(String... expressions) {
    return List.of(expressions).stream().map(Language::of).toList();
  }
}
