package io.meshtwin.twin.resource;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A PeerAuthentication of Istio: whether connections to workloads must, may or do not use mutual
 * TLS.
 *
 * @param metadata identity; in the root namespace without labels it is the mesh's
 * @param target which workloads, by label
 * @param mode for all ports
 * @param ports for single ports of the workload, by number
 */
public record PeerAuthentication(
    Metadata metadata, PolicyTarget target, Mode mode, SortedMap<Integer, Mode> ports)
    implements Resource {
  private static final int MOST_PORT = 65535;

  public PeerAuthentication {
    ports = Collections.unmodifiableSortedMap(new TreeMap<>(ports));
  }

  /** What is asked of connections (PeerAuthentication.MutualTLS.Mode). */
  public enum Mode {
    /** What the wider policy says. */
    UNSET,
    /** Plain text. */
    DISABLE,
    /** Plain text or mutual TLS. */
    PERMISSIVE,
    /** Mutual TLS. */
    STRICT;

    private static final List<String> WORDS = List.of("UNSET", "DISABLE", "PERMISSIVE", "STRICT");
  }

  /** The same policy with other metadata. */
  public PeerAuthentication with(Metadata other) {
    return new PeerAuthentication(other, target, mode, ports);
  }

  static PeerAuthentication read(Metadata metadata, Fields body) {
    Fields spec = body.object("spec");
    PolicyTarget target = PolicyTarget.selector(spec);
    Mode mode = readMode(spec.object("mtls"));
    Map<String, Fields> entries = spec.objects("portLevelMtls", Function.identity());
    if (spec.has("portLevelMtls") && entries.isEmpty()) {
      spec.invalid("portLevelMtls", "must have at least 1 entry");
    }
    if (!entries.isEmpty() && target.wholeNamespace()) {
      spec.invalid("portLevelMtls", "needs a selector with labels");
    }
    var ports = new TreeMap<Integer, Mode>();
    entries.forEach((port, mtls) -> {
      int number = number(port);
      if (number == 0) {
        spec.invalid("portLevelMtls." + port, "must be a port from 1 to " + MOST_PORT);
      }
      ports.put(number, readMode(mtls));
    });
    spec.done();
    body.ignore("status");
    body.done();
    return new PeerAuthentication(metadata, target, mode, ports);
  }

  private static Mode readMode(Fields mtls) {
    String word = mtls.word("mode", "UNSET", Mode.WORDS);
    mtls.done();
    return word == null ? Mode.UNSET : Mode.valueOf(word);
  }

  private static int number(String port) {
    boolean digits = !port.isEmpty() && port.chars().allMatch(c -> c >= '0' && c <= '9');
    int number = digits && port.length() <= 5 ? Integer.parseInt(port) : 0;
    return number <= MOST_PORT ? number : 0;
  }
}
