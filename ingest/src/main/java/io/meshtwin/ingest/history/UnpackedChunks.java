package io.meshtwin.ingest.history;

import io.meshtwin.twin.event.Digest;
import io.meshtwin.twin.image.ResourceState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Chunks that were read lately, as states: the approved image shares most of them with the observed
 * one, and a checkpoint with its neighbours.
 */
final class UnpackedChunks {
  private static final long LARGEST_BYTES = 48L << 20;

  private final Chunks chunks;
  private final LinkedHashMap<Digest, Unpacked> known = new LinkedHashMap<>(64, 0.75f, true);
  private long bytes;

  private record Unpacked(List<ResourceState> states, int bytes) {}

  UnpackedChunks(Chunks chunks) {
    this.chunks = chunks;
  }

  synchronized List<ResourceState> get(Digest name) {
    Unpacked unpacked = known.get(name);
    if (unpacked == null) {
      unpacked = read(name);
      known.put(name, unpacked);
      bytes += unpacked.bytes();
      forget();
    }
    return unpacked.states();
  }

  private Unpacked read(Digest name) {
    byte[] content = chunks.get(name);
    try {
      return new Unpacked(PackedStates.unpack(content), content.length);
    } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
      throw new DamagedException("chunk " + name + " holds no resources", e);
    }
  }

  private void forget() {
    var eldest = known.entrySet().iterator();
    while (bytes > LARGEST_BYTES && eldest.hasNext()) {
      Map.Entry<Digest, Unpacked> entry = eldest.next();
      bytes -= entry.getValue().bytes();
      eldest.remove();
    }
  }
}
