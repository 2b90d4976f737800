package io.meshtwin.ingest.history;

import io.meshtwin.twin.change.Change;
import io.meshtwin.twin.change.Changes;
import io.meshtwin.twin.event.Digest;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshDelta;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.ResourceState;
import io.meshtwin.twin.image.TwinImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePVector;

/**
 * Images beside the log. A checkpoint is a head that names chunks by their digests; checkpoints
 * share the chunks that they have in common. What is read is verified, whole, before it is used.
 */
final class Checkpoints {
  private static final String HEAD = ".checkpoint";

  /** So many changes share a chunk; settled ones do not change any more. */
  private static final int CHANGES = 64;

  private final Path directory;
  private final Chunks chunks;
  private final UnpackedChunks unpacked;

  Checkpoints(Path directory) {
    this.directory = directory;
    this.chunks = new Chunks(directory.resolve("chunks"));
    this.unpacked = new UnpackedChunks(chunks);
  }

  /** Where checkpoints stand: exclusive ends, ascending. */
  List<Long> ends() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(HEAD))
          .map(name -> Long.parseLong(name.substring(0, name.length() - HEAD.length())))
          .sorted()
          .toList();
    } catch (IOException | NumberFormatException e) {
      throw new DamagedException(
          "the checkpoints in %s cannot be listed: %s".formatted(directory, e.getMessage()), e);
    }
  }

  void write(TwinImage image, Mark mark) throws IOException {
    Files.createDirectories(directory);
    CheckpointHead.Image observed = put(image.observed());
    var head =
        new CheckpointHead(
            mark,
            image.position(),
            image.holding(),
            observed,
            image.approved() == image.observed() ? observed : put(image.approved()),
            putChanges(image),
            image.setAside());
    Durable.write(head(mark.end()), head.packed());
  }

  /** The head of one. */
  CheckpointHead readHead(long end) {
    try {
      CheckpointHead head = CheckpointHead.unpack(Files.readAllBytes(head(end)));
      if (head.mark().end() != end) {
        throw new DamagedException("it stands under another offset's name");
      }
      return head;
    } catch (NoSuchFileException e) {
      throw new DamagedException("it is missing", e);
    } catch (IOException e) {
      throw new DamagedException("it cannot be read: " + e.getMessage(), e);
    } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
      throw new DamagedException("it is not packed as it should be", e);
    }
  }

  /**
   * The image of a head.
   *
   * @throws DamagedException when a chunk is missing or is not what its name says
   */
  TwinImage image(CheckpointHead head) {
    var kept = new ArrayList<PackedChanges.Kept>();
    head.changes().forEach(name -> kept.addAll(PackedChanges.unpack(chunks.get(name))));
    PMap<String, Map<ResourceKey, MeshDelta.Update>> replaced = HashTreePMap.empty();
    for (PackedChanges.Kept change : kept) {
      var before = change.replaced();
      replaced = before == null ? replaced : replaced.plus(change.change().id(), before);
    }
    MeshImage observed = image(head.observed());
    return new TwinImage(
        observed,
        head.approved().equals(head.observed()) ? observed : image(head.approved()),
        head.holding(),
        Changes.stored(kept.stream().map(PackedChanges.Kept::change).toList()),
        replaced,
        TreePVector.from(head.setAside()),
        head.position());
  }

  /** Takes one away; its chunks go with the next {@link #sweep}. */
  void drop(long end) throws IOException {
    Files.deleteIfExists(head(end));
  }

  /** Takes away the chunks that no checkpoint names. */
  void sweep() throws IOException {
    Set<Digest> live = new HashSet<>();
    for (long end : ends()) {
      CheckpointHead head;
      try {
        head = readHead(end);
      } catch (DamagedException e) {
        drop(end);
        continue;
      }
      live.addAll(head.observed().chunks());
      live.addAll(head.approved().chunks());
      live.addAll(head.changes());
    }
    chunks.keepOnly(live);
  }

  /** Takes away what is damaged of one, so that it is written anew. */
  void repair(long end) throws IOException {
    try {
      CheckpointHead head = readHead(end);
      for (List<Digest> names :
          List.of(head.observed().chunks(), head.approved().chunks(), head.changes())) {
        for (Digest name : names) {
          dropDamaged(name);
        }
      }
    } catch (DamagedException unreadable) {
      // Its chunks are nobody's then, or another's, which will find out.
    }
    drop(end);
  }

  private void dropDamaged(Digest name) throws IOException {
    try {
      chunks.get(name);
    } catch (DamagedException e) {
      chunks.drop(name);
    }
  }

  private CheckpointHead.Image put(MeshImage image) throws IOException {
    var names = new ArrayList<Digest>();
    for (List<ResourceState> chunk : Chunking.cut(image.resources().values())) {
      names.add(chunks.put(PackedStates.pack(chunk)));
    }
    return new CheckpointHead.Image(image.digest(), image.position(), names);
  }

  private List<Digest> putChanges(TwinImage image) throws IOException {
    var names = new ArrayList<Digest>();
    List<Change> all = List.copyOf(image.changes().all());
    for (int from = 0; from < all.size(); from += CHANGES) {
      var kept =
          all.subList(from, Math.min(from + CHANGES, all.size())).stream()
              .map(change -> new PackedChanges.Kept(change, image.replaced().get(change.id())))
              .toList();
      names.add(chunks.put(PackedChanges.pack(kept)));
    }
    return names;
  }

  private MeshImage image(CheckpointHead.Image image) {
    var resources = new TreeMap<ResourceKey, ResourceState>();
    for (Digest name : image.chunks()) {
      unpacked.get(name).forEach(state -> resources.put(state.key(), state));
    }
    return MeshImage.stored(resources, image.digest(), image.at());
  }

  private Path head(long end) {
    return directory.resolve("%020d%s".formatted(end, HEAD));
  }
}
