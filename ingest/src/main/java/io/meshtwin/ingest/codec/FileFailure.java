package io.meshtwin.ingest.codec;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/** Why a file cannot be read or written: the JDK's messages are mostly the file's name alone. */
public final class FileFailure {
  private FileFailure() {}

  /**
   * The reason, with the file where it is another one than was asked for, as below a directory.
   *
   * @param place what was asked for
   */
  public static String words(IOException failure, String place) {
    if (!(failure instanceof FileSystemException known)) {
      return Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    }
    String file = Objects.requireNonNullElse(known.getFile(), place);
    return (file.equals(place) ? "" : file + ": ") + reason(known);
  }

  private static String reason(FileSystemException failure) {
    return switch (failure) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "no such file or directory";
      default ->
          Objects.requireNonNullElse(failure.getReason(), failure.getClass().getSimpleName());
    };
  }
}
