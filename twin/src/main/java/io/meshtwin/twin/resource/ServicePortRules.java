package io.meshtwin.twin.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import java.util.HashSet;
import java.util.Set;

/** What the API server demands of a Service's ports (core validation of ServiceSpec.ports). */
final class ServicePortRules {
  private static final int MOST = 65535;
  private static final int LONGEST_TARGET = 15;

  /** IANA_SVC_NAME, which must have a letter too: how a container's port is named. */
  private static final Pattern TARGET = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  private record Place(int port, String protocol) {}

  private ServicePortRules() {}

  static void check(Fields spec, Service service) {
    JsonNode ports = spec.raw("ports");
    boolean several = ports.size() > 1;
    if (ports.isEmpty() && !service.headless() && !service.type().equals("ExternalName")) {
      spec.invalid("ports", "is required");
    }
    Set<Place> places = new HashSet<>();
    Set<Place> nodePlaces = new HashSet<>();
    for (int i = 0; i < ports.size(); i++) {
      JsonNode port = ports.get(i);
      String at = "ports[" + i + "]";
      if (several && port.path("name").asText().isEmpty()) {
        spec.invalid(at + ".name", "is required where there are several ports");
      }
      target(spec, at + ".targetPort", port.path("targetPort"));
      var place = new Place(port.path("port").asInt(), port.path("protocol").asText("TCP"));
      if (place.port() > 0 && !places.add(place)) {
        spec.invalid(
            at, "must be unique, found port " + place.port() + " " + place.protocol() + " again");
      }
      int node = port.path("nodePort").asInt();
      if (node > 0 && service.type().equals("ClusterIP")) {
        spec.invalid(at + ".nodePort", "is for types NodePort and LoadBalancer");
      } else if (node > 0 && !nodePlaces.add(new Place(node, place.protocol()))) {
        spec.invalid(at + ".nodePort", "must be unique, found " + node + " again");
      }
    }
    Entries.distinctNames(spec, "ports");
  }

  private static void target(Fields spec, String field, JsonNode target) {
    String name = target.asText();
    boolean number = target.isIntegralNumber();
    if (Service.isAbsent(target)) {
      return;
    }
    if (number && (target.asLong() < 1 || target.asLong() > MOST)) {
      spec.invalid(field, "must be from 1 to " + MOST + ", found " + name);
    }
    boolean named =
        name.length() <= LONGEST_TARGET
            && TARGET.matcher(name).matches()
            && name.chars().anyMatch(c -> c >= 'a' && c <= 'z');
    if (target.isTextual() && !named) {
      spec.invalid(field, "must be a number or the name of a container's port, found " + name);
    }
  }
}
