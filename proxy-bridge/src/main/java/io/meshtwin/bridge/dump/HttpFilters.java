package io.meshtwin.bridge.dump;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.twin.routing.Cors;
import io.meshtwin.twin.routing.Fault;
import io.meshtwin.twin.routing.SessionPersistence;
import io.meshtwin.twin.routing.access.AccessFilter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** {@code HttpConnectionManager.http_filters}, and what each route makes of them. */
final class HttpFilters {
  /** They tell telemetry, change how connections or bodies are, and decide no answer. */
  private static final Set<String> HARMLESS =
      Set.of(
          "envoy.extensions.filters.http.router.v3.Router",
          "envoy.extensions.filters.http.grpc_stats.v3.FilterConfig",
          "envoy.extensions.filters.http.compressor.v3.Compressor",
          "envoy.extensions.filters.http.decompressor.v3.Decompressor",
          "envoy.extensions.filters.http.upstream_codec.v3.UpstreamCodec",
          "io.istio.http.peer_metadata.Config",
          "stats.PluginConfig",
          "istio.envoy.config.filter.http.alpn.v2alpha1.FilterConfig");

  private static final String GRPC_WEB = "envoy.extensions.filters.http.grpc_web.v3.GrpcWeb";
  private static final String FILTER_STATE =
      "envoy.extensions.filters.http.set_filter_state.v3.Config";
  private static final String RBAC = "envoy.extensions.filters.http.rbac.v3.RBAC";
  private static final String TOKENS =
      "envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication";
  private static final String CORS = "envoy.extensions.filters.http.cors.v3.Cors";
  private static final String FAULT = "envoy.extensions.filters.http.fault.v3.HTTPFault";
  private static final String SESSION =
      "envoy.extensions.filters.http.stateful_session.v3.StatefulSession";
  private static final String WRAPPED = "envoy.config.route.v3.FilterConfig";

  private final List<Use> uses = new ArrayList<>();

  /** A filter of the chain. */
  private record Use(String name, Entry config, boolean disabled) {}

  /**
   * What filters do to requests of one route.
   *
   * @param problems filters that may do something that is not modelled
   */
  record Acting(
      @Nullable Cors cors,
      @Nullable Fault fault,
      @Nullable SessionPersistence session,
      List<String> problems) {}

  static HttpFilters of(Entry manager) {
    var filters = new HttpFilters();
    for (Entry filter : manager.apart("http_filters", "HttpFilter")) {
      Entry config =
          filter.has("typed_config")
              ? filter.typed("typed_config")
              : Entry.empty("a filter that is discovered", filter.place());
      filters.uses.add(new Use(filter.text("name"), config, filter.flag("disabled", false)));
    }
    return filters;
  }

  /**
   * Policies that every request is asked before any other filter acts; they are no filters of
   * routes any more.
   *
   * @param routes which may tell a filter other policies: then it stays one
   */
  Ahead ahead(Entry routes, AccessReader reader) {
    var access = new ArrayList<AccessFilter>();
    var problems = new ArrayList<String>();
    var told = new HashSet<String>();
    for (JsonNode level : routes.json().findValues("typed_per_filter_config")) {
      level.fieldNames().forEachRemaining(told::add);
    }
    var rest = new ArrayList<Use>();
    boolean first = true;
    for (Use use : uses) {
      boolean own = first && !use.disabled() && !told.contains(use.name());
      if (own && use.config().type().equals(TOKENS)) {
        var tokens = new TokenReader(reader.origin(), use.config());
        access.addAll(tokens.filters());
        if (tokens.hidesClaims() && readsClaims()) {
          problems.add("claims without payload_in_metadata (" + use.config().place() + ")");
        }
        if (tokens.writesTooLate(routes.json().toString())) {
          problems.add("routes by claims without clear_route_cache (" + use.config().place() + ")");
        }
        problems.addAll(use.config().harmless("rules").unread());
      } else if (own && isPolicy(use.config())) {
        access.add(reader.of(use.config()));
        problems.addAll(use.config().unread());
      } else {
        rest.add(use);
        first &= HARMLESS.contains(use.config().type());
      }
    }
    uses.clear();
    uses.addAll(rest);
    return new Ahead(access, problems);
  }

  private boolean readsClaims() {
    return uses.stream()
        .filter(use -> use.config().type().equals(RBAC))
        .anyMatch(
            use -> use.config().json().findValuesAsText("filter").contains(MetadataMatches.TOKENS));
  }

  private static boolean isPolicy(Entry config) {
    return config.type().equals(RBAC) && FilterConfigs.decides(config) && !config.has("matcher");
  }

  /**
   * Policies that come first.
   *
   * @param problems what of them is not modelled
   */
  record Ahead(List<AccessFilter> access, List<String> problems) {}

  /** Whether what looks like gRPC-Web is changed into gRPC. */
  boolean translatesGrpcWeb() {
    return uses.stream().anyMatch(use -> use.config().type().equals(GRPC_WEB));
  }

  /**
   * What acts.
   *
   * @param levels what has configuration for filters, the most specific first
   */
  Acting at(List<SortedMap<String, Entry>> levels) {
    Cors cors = null;
    Fault fault = null;
    SessionPersistence session = null;
    var problems = new ArrayList<String>();
    for (Use use : uses) {
      Entry own = own(use, levels);
      Entry acting = own == null || own.type().equals(WRAPPED) ? use.config() : own;
      boolean said = acting == own;
      if (isOff(use, own)) {
        continue;
      }
      switch (use.config().type()) {
        case CORS -> cors = said ? FilterConfigs.cors(acting) : null;
        case FAULT -> fault = FilterConfigs.fault(acting);
        case SESSION -> session = FilterConfigs.session(acting);
        case RBAC -> {
          if (FilterConfigs.decides(acting)) {
            problems.add(words(use, acting));
          }
        }
        case FILTER_STATE -> {
          if (!FilterConfigs.saysProtocolsOnly(acting)) {
            problems.add(words(use, acting));
          }
        }
        case GRPC_WEB -> {}
        default -> {
          if (!HARMLESS.contains(use.config().type())) {
            problems.add(words(use, acting));
          }
        }
      }
      boolean read = Set.of(CORS, FAULT, SESSION).contains(use.config().type());
      problems.addAll(read ? acting.unread() : List.of());
    }
    return new Acting(cors, fault, session, problems);
  }

  private static String words(Use use, Entry acting) {
    return "the filter %s, %s (%s),".formatted(use.name(), use.config().type(), acting.place());
  }

  private static @Nullable Entry own(Use use, List<SortedMap<String, Entry>> levels) {
    for (SortedMap<String, Entry> level : levels) {
      Entry found = level.get(use.name());
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static boolean isOff(Use use, @Nullable Entry own) {
    if (own == null) {
      return use.disabled();
    }
    return own.flag("disabled", false);
  }

  /**
   * The configuration for filters that a level has, unwrapped. It matters only where the filter
   * stands, and is read there.
   */
  static SortedMap<String, Entry> configured(Entry level) {
    SortedMap<String, Entry> all = level.apartByName("typed_per_filter_config");
    all.replaceAll((_, config) ->
        config.type().equals(WRAPPED) && config.harmless("is_optional").has("config")
            ? config.typed("config")
            : config);
    return all;
  }
}
