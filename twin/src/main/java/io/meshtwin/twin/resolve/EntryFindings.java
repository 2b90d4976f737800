package io.meshtwin.twin.resolve;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.ExportTo;
import io.meshtwin.twin.resource.IstioNames;
import io.meshtwin.twin.resource.IstioProtocol;
import io.meshtwin.twin.resource.MeshConfig;
import io.meshtwin.twin.resource.ServiceEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What is to be said about ServiceEntries. */
final class EntryFindings {
  private final MeshImage image;
  private final MeshConfig config;

  private record HostPort(String host, int port) {}

  private record Said(ServiceEntry entry, String protocol) {}

  EntryFindings(MeshImage image, MeshConfig config) {
    this.image = image;
    this.config = config;
  }

  Stream<Finding> all() {
    return Stream.concat(image.all(ServiceEntry.class).flatMap(this::addresses), conflicts());
  }

  /** Without an address of its own, a port for bytes takes every connection to that port number. */
  private Stream<Finding> addresses(ServiceEntry entry) {
    if (!entry.addresses().isEmpty() || isGivenAddresses(entry)) {
      return Stream.empty();
    }
    return entry.ports().stream()
        .filter(port ->
            port.protocol().isEmpty() || IstioProtocol.of(port.protocol()) == IstioProtocol.TCP)
        .map(port ->
            MeshFindings.finding(
                FindingCode.ENTRY_WITHOUT_ADDRESS,
                entry.metadata(),
                "spec.addresses",
                "port "
                    + port.number()
                    + " carries bytes, which no name tells apart: the entry takes every connection to"
                    + " the port that nothing else takes"));
  }

  /**
   * Whether istiod gives the hosts addresses of its own ({@code ShouldV2AutoAllocateIP}, {@code
   * nodeUsesAutoallocatedIPs}): only proxies that answer DNS come to read them.
   */
  private boolean isGivenAddresses(ServiceEntry entry) {
    JsonNode started = config.body().path("defaultConfig").path("proxyMetadata");
    return started.path("ISTIO_META_DNS_CAPTURE").asBoolean(false)
        && entry.resolution() != ServiceEntry.Resolution.NONE
        && entry.hosts().stream().noneMatch(IstioNames::isWildcard);
  }

  private Stream<Finding> conflicts() {
    Map<String, List<Said>> all = new TreeMap<>();
    Map<String, HostPort> named = new TreeMap<>();
    image
        .all(ServiceEntry.class)
        .forEach(entry ->
            entry
                .hosts()
                .forEach(host ->
                    entry
                        .ports()
                        .forEach(port -> {
                          var at = new HostPort(host.toLowerCase(Locale.ROOT), port.number());
                          named.put(at.toString(), at);
                          all.computeIfAbsent(at.toString(), _ -> new ArrayList<>())
                              .add(new Said(entry, port.protocol().toUpperCase(Locale.ROOT)));
                        })));
    return all.entrySet().stream()
        .flatMap(same ->
            same.getValue().stream()
                .flatMap(one ->
                    conflict(
                        named.getOrDefault(same.getKey(), new HostPort("", 0)),
                        one,
                        same.getValue())));
  }

  private Stream<Finding> conflict(HostPort at, Said one, List<Said> all) {
    List<ResourceKey> others =
        all.stream()
            .filter(other -> !other.protocol().equals(one.protocol()))
            .filter(other -> together(one.entry(), other.entry()))
            .map(other -> other.entry().key())
            .distinct()
            .sorted()
            .toList();
    return others.isEmpty()
        ? Stream.empty()
        : Stream.of(
            MeshFindings.finding(
                FindingCode.ENTRY_PROTOCOL_CONFLICT,
                one.entry().metadata(),
                "spec.ports",
                at.host()
                    + ":"
                    + at.port()
                    + " carries "
                    + one.protocol()
                    + ", "
                    + others
                    + " say otherwise: proxies follow one of them"));
  }

  private boolean together(ServiceEntry one, ServiceEntry other) {
    Set<String> seen = new HashSet<>(scopes(one));
    Set<String> also = scopes(other);
    boolean everywhere = seen.contains(ExportTo.ALL) || also.contains(ExportTo.ALL);
    seen.retainAll(also);
    return everywhere || !seen.isEmpty();
  }

  private Set<String> scopes(ServiceEntry entry) {
    ExportTo to = entry.exportTo().unsaid() ? config.serviceExportTo() : entry.exportTo();
    var result = new HashSet<String>();
    to.written()
        .forEach(name -> result.add(name.equals(ExportTo.OWN) ? entry.key().namespace() : name));
    return result;
  }
}
