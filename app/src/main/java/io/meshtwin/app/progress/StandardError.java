package io.meshtwin.app.progress;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The process' standard error, shared by what commands say and by progress: whatever is said takes
 * the place of the line of progress, and nothing is said after an interruption but what its last
 * line is.
 *
 * @param err for commands
 * @param progress shown beside it
 */
public record StandardError(PrintStream err, Progress progress) {
  private static final int BUFFER = 1 << 13;
  private static final long PATIENCE_MILLIS = 500;

  /** Takes hold of it, and of Ctrl-C. */
  public static StandardError ofProcess(Map<String, String> environment) {
    PrintStream raw = stream(new FileOutputStream(FileDescriptor.err));
    var display =
        new ErrorDisplay(raw, () -> !"dumb".equals(environment.get("TERM")) && isTerminal());
    Progress progress = Progress.shown(display);
    Interruption.watch(progress, raw);
    return new StandardError(stream(new Spoken(raw, display, progress)), progress);
  }

  /**
   * Whether descriptor 2 is a terminal. The JDK's console knows of standard input and output only,
   * and those are often pipes where a person watches the errors; so the shell's {@code test} is
   * asked, with the descriptor inherited.
   */
  static boolean isTerminal() {
    try {
      Process test =
          new ProcessBuilder("sh", "-c", "test -t 2")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      if (!test.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        test.destroyForcibly();
        return false;
      }
      return test.exitValue() == 0;
    } catch (IOException e) {
      // No shell here: then nothing is rewritten.
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static PrintStream stream(OutputStream to) {
    return new PrintStream(new BufferedOutputStream(to, BUFFER), true, StandardCharsets.UTF_8);
  }

  /** What commands say. */
  private static final class Spoken extends FilterOutputStream {
    private final Display display;
    private final Progress progress;

    Spoken(OutputStream raw, Display display, Progress progress) {
      super(raw);
      this.display = display;
      this.progress = progress;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (!progress.stopped()) {
        display.clear();
        out.write(bytes, offset, length);
      }
    }
  }
}
