package io.meshtwin.bridge.dump;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The parts of an answer of {@code /config_dump?include_eds}, by what refers to them.
 *
 * @param bootstrap what the Envoy was started with
 * @param listeners those that take connections now, in the dump's order
 * @param routes route configurations that listeners ask for by name
 * @param clusters clusters by name
 * @param endpoints endpoints by the name of their cluster
 * @param secrets names of the secrets that were delivered
 * @param notes what the Envoy has and does not use: updates that it refused, or still waits for
 */
public record ConfigDump(
    Entry bootstrap,
    List<Entry> listeners,
    SortedMap<String, Entry> routes,
    SortedMap<String, Entry> clusters,
    SortedMap<String, Entry> endpoints,
    SortedSet<String> secrets,
    List<String> notes) {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final List<String> NEEDED =
      List.of("BootstrapConfigDump", "ListenersConfigDump", "ClustersConfigDump");
  private static final String HOW =
      "take one with: curl 'http://127.0.0.1:15000/config_dump?include_eds' (the admin port of"
          + " Istio's proxies; 19000 at Envoy Gateway's)";

  /**
   * Reads a dump.
   *
   * @param source what to call it in messages
   * @throws DumpException when it is none, or has no endpoints
   */
  public static ConfigDump parse(String text, String source) {
    JsonNode json;
    try {
      json = MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new DumpException(source + " is not JSON, so no dump of an Envoy; " + HOW);
    }
    JsonNode configs = json.path("configs");
    if (!configs.isArray() || configs.isEmpty()) {
      throw new DumpException(source + " has no configs, so it is no dump of an Envoy; " + HOW);
    }
    var reading = new Reading(source);
    for (int i = 0; i < configs.size(); i++) {
      reading.add(configs.get(i), "configs[" + i + "]");
    }
    return reading.finish();
  }

  /** Whether a listener takes what comes to the proxy's own workload. */
  public boolean facesWorkload() {
    return listeners.stream().anyMatch(DumpReader::isInbound);
  }

  /** Sections in whatever order they come. */
  private static final class Reading {
    private final String source;
    private final List<Entry> bootstraps = new ArrayList<>();
    private final List<Entry> listeners = new ArrayList<>();
    private final SortedMap<String, Entry> routes = new TreeMap<>();
    private final SortedMap<String, Entry> clusters = new TreeMap<>();
    private final SortedMap<String, Entry> endpoints = new TreeMap<>();
    private final SortedSet<String> secrets = new TreeSet<>();
    private final Set<String> sections = new HashSet<>();
    private final List<String> notes = new ArrayList<>();

    Reading(String source) {
      this.source = source;
    }

    void add(JsonNode config, String place) {
      String type = config.path("@type").asText("");
      var section = new Entry(type.substring(type.lastIndexOf('.') + 1), place, config);
      sections.add(section.type());
      switch (section.type()) {
        case "BootstrapConfigDump" -> bootstraps.add(section.apartIn("bootstrap", "Bootstrap"));
        case "ListenersConfigDump" -> listeners(section);
        case "ClustersConfigDump" -> {
          named(section, "static_clusters", "cluster", "Cluster", "name", clusters);
          named(section, "dynamic_active_clusters", "cluster", "Cluster", "name", clusters);
        }
        case "RoutesConfigDump" -> {
          named(
              section,
              "static_route_configs",
              "route_config",
              "RouteConfiguration",
              "name",
              routes);
          named(
              section,
              "dynamic_route_configs",
              "route_config",
              "RouteConfiguration",
              "name",
              routes);
        }
        case "EndpointsConfigDump" -> {
          String type1 = "ClusterLoadAssignment";
          String key = "cluster_name";
          named(section, "static_endpoint_configs", "endpoint_config", type1, key, endpoints);
          named(section, "dynamic_endpoint_configs", "endpoint_config", type1, key, endpoints);
        }
        case "SecretsConfigDump" ->
            section
                .apart("dynamic_active_secrets", "DynamicSecret")
                .forEach(secret -> secrets.add(secret.text("name")));
        // Listeners that rest on them say so themselves.
        case "ScopedRoutesConfigDump", "EcdsConfigDump" -> {}
        default -> notes.add("the section " + type + " of the dump is not looked at");
      }
    }

    private void listeners(Entry section) {
      for (Entry one : section.apart("static_listeners", "StaticListener")) {
        listeners.add(one.apartIn("listener", "Listener"));
      }
      for (Entry one : section.apart("dynamic_listeners", "DynamicListener")) {
        Entry active = one.apartIn("active_state", "DynamicListenerState");
        if (active.has("listener")) {
          listeners.add(active.apartIn("listener", "Listener"));
        }
        if (one.has("error_state")) {
          String why = one.apartIn("error_state", "UpdateFailureState").text("details");
          notes.add("the proxy refused an update of listener " + one.text("name") + ": " + why);
        }
        if (one.has("warming_state")) {
          notes.add("the proxy still waits for what listener " + one.text("name") + " needs");
        }
      }
    }

    private void named(
        Entry section,
        String list,
        String field,
        String type,
        String key,
        SortedMap<String, Entry> into) {
      for (Entry one : section.apart(list, type)) {
        Entry found = one.apartIn(field, type);
        if (!found.isEmpty()) {
          into.put(found.text(key), found);
        }
      }
    }

    ConfigDump finish() {
      for (String section : NEEDED) {
        if (!sections.contains(section)) {
          throw new DumpException(
              source
                  + " has no "
                  + section
                  + ": it is a part of a dump, or of another program; without ?resource= or ?mask="
                  + " in the address "
                  + HOW);
        }
      }
      boolean complete =
          clusters.values().stream()
              .filter(cluster -> cluster.text("type").equals("EDS"))
              .allMatch(cluster -> endpoints.containsKey(assignment(cluster)));
      if (!complete && endpoints.isEmpty()) {
        throw new DumpException(
            source + " has no endpoints of the clusters, so nobody could answer; " + HOW);
      }
      return new ConfigDump(
          bootstraps.getFirst(), listeners, routes, clusters, endpoints, secrets, notes);
    }
  }

  /** Whether Envoy prefers endpoints of its own zone (zone aware routing). */
  boolean sharesByZone() {
    return bootstrap.apartIn("cluster_manager", "ClusterManager").has("local_cluster_name");
  }

  /** The name by which a cluster's endpoints are asked for. */
  static String assignment(Entry cluster) {
    String service = cluster.apartIn("eds_cluster_config", "EdsClusterConfig").text("service_name");
    return service.isEmpty() ? cluster.text("name") : service;
  }
}
