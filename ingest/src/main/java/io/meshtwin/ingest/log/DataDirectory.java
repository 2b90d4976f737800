package io.meshtwin.ingest.log;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A data directory that this process owns until it is closed or the process ends, however it ends:
 * the lock is the operating system's. It is taken before any class of Kafka touches the directory,
 * because a second broker on the same files was seen to leave the first one spinning.
 *
 * <p>Two files beside the broker's ({@code meshtwin.port} only remembers where it listened): {@code
 * meshtwin.lock}, which is only ever locked, and {@code meshtwin.holder}, which says who holds it.
 * They are two because POSIX drops a process's lock on a file as soon as the process closes any
 * descriptor of that file, so the locked file must not be opened to be read.
 */
public final class DataDirectory implements AutoCloseable {
  private static final String LOCK = "meshtwin.lock";
  private static final String BROKER = "kafka";
  private static final String HOLDER = "meshtwin.holder";
  private static final String PORT = "meshtwin.port";
  private static final int LAST_PORT = 65_535;

  /**
   * What this process owns already: opening the lock file again would drop the lock (see above).
   */
  private static final Set<Path> OWNED = ConcurrentHashMap.newKeySet();

  /** The answer to a claim. */
  public sealed interface Claim {}

  /** The directory is ours. */
  public record Owned(DataDirectory directory) implements Claim {}

  /** The directory is another's; the holder is absent for the moment in which it takes over. */
  public record Held(Optional<Holder> holder) implements Claim {}

  private final Path path;
  private final FileChannel channel;
  private final FileLock lock;
  private volatile boolean passing;

  private DataDirectory(Path path, FileChannel channel, FileLock lock) {
    this.path = path;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Claims the directory, creating it when it is absent.
   *
   * @throws LogException when the directory cannot be created or written
   */
  public static Claim claim(Path directory) {
    try {
      Path real = Files.createDirectories(directory).toRealPath();
      return OWNED.add(real) ? lock(real) : new Held(holder(real));
    } catch (IOException e) {
      throw new LogException(
          "cannot use data directory %s: %s; nothing was written, choose another with --data"
              .formatted(directory, reason(e)),
          e);
    }
  }

  /** Whether a broker ever had its files in a directory, or is about to. */
  static boolean isUsed(Path directory) {
    return Files.isDirectory(directory.resolve(BROKER)) || Files.exists(directory.resolve(LOCK));
  }

  /** Says to other processes where the broker in this directory can be reached. */
  public void announce(String address) throws IOException {
    write(new Holder(ProcessHandle.current().pid(), Optional.of(address), passing));
  }

  /** From now on says that this process only reads: who stays does not rely on its broker. */
  void passes() {
    passing = true;
  }

  /** The port that the broker in this directory had last; 0 for none. */
  int lastPort() {
    try {
      int port = Integer.parseInt(Files.readString(path.resolve(PORT)).strip());
      return port > 0 && port <= LAST_PORT ? port : 0;
    } catch (IOException | NumberFormatException unknown) {
      return 0;
    }
  }

  void rememberPort(int port) throws IOException {
    Files.writeString(path.resolve(PORT), port + "\n");
  }

  /** The directory, as a real path. */
  public Path path() {
    return path;
  }

  /** Where the broker keeps its files. */
  Path brokerFiles() {
    return path.resolve(BROKER);
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(path.resolve(HOLDER));
      lock.release();
      channel.close();
    } catch (IOException e) {
      throw new LogException("cannot release data directory %s: %s".formatted(path, reason(e)), e);
    } finally {
      OWNED.remove(path);
    }
  }

  private static Claim lock(Path real) throws IOException {
    FileChannel channel = null;
    FileLock lock = null;
    try {
      channel =
          FileChannel.open(real.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      lock = channel.tryLock();
      if (lock == null) {
        return new Held(holder(real));
      }
      DataDirectory directory = new DataDirectory(real, channel, lock);
      directory.write(new Holder(ProcessHandle.current().pid(), Optional.empty()));
      return new Owned(directory);
    } finally {
      if (lock == null) {
        OWNED.remove(real);
        if (channel != null) {
          channel.close();
        }
      }
    }
  }

  private static Optional<Holder> holder(Path real) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(real.resolve(HOLDER))) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException beingWritten) {
      return Optional.empty();
    }
    return Holder.fromProperties(properties).filter(Holder::alive);
  }

  private void write(Holder holder) throws IOException {
    Path next = path.resolve(HOLDER + ".next");
    try (Writer writer = Files.newBufferedWriter(next)) {
      holder.toProperties().store(writer, null);
    }
    Files.move(next, path.resolve(HOLDER), StandardCopyOption.ATOMIC_MOVE);
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName() + ": " + e.getMessage();
  }
}
