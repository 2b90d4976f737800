package io.meshtwin.testkit.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * A program or set of files that tests run for real; {@code tools/real-parts} finds and installs
 * each.
 */
public enum RealPart {
  ENVOY,
  KUBE_APISERVER,
  ETCD,
  CHROMIUM,
  GATEWAY_API_CRDS,
  ISTIO_CRDS;

  /** The name that {@code tools/real-parts} knows it by, such as {@code kube-apiserver}. */
  public String partName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Where the part is.
   *
   * @throws TestAbortedException when it is not installed, which skips the test; its message names
   *     the command that installs it
   * @throws AssertionFailedError instead, where a skipped test would hide what was not tested: the
   *     environment variable {@code CI} or the system property {@code meshtwin.requireRealParts} is
   *     {@code true}
   */
  public Path require() {
    Answer answer = ask();
    if (answer.found()) {
      return Path.of(answer.text());
    }
    // Surefire counts an aborted class without its reason; the user is to see the command.
    System.err.println("cannot test for real: " + answer.text());
    throw skipOrFail(answer.text(), mustBePresent());
  }

  /** Whether a missing part fails a test (in CI) or skips it (on a user's machine). */
  public static boolean mustBePresent() {
    return Boolean.getBoolean("meshtwin.requireRealParts") || "true".equals(System.getenv("CI"));
  }

  static RuntimeException skipOrFail(String message, boolean mustBePresent) {
    if (mustBePresent) {
      throw new AssertionFailedError(message);
    }
    return new TestAbortedException(message);
  }

  private record Answer(boolean found, String text) {}

  private Answer ask() {
    try {
      Process process =
          new ProcessBuilder("bash", script().toString(), "where", partName())
              .redirectErrorStream(true)
              .start();
      String text =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return new Answer(process.waitFor() == 0, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + script() + " (it needs bash)", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while looking for " + partName(), e);
    }
  }

  private static Path script() {
    return SourceTree.root().resolve("tools").resolve("real-parts");
  }
}
