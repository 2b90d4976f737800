package io.meshtwin.bridge.dump;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.twin.routing.Cors;
import io.meshtwin.twin.routing.Fault;
import io.meshtwin.twin.routing.SessionPersistence;
import io.meshtwin.twin.routing.ValueMatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The configuration of filters that routing knows: CORS, faults, sessions. */
final class FilterConfigs {
  private static final String APPLICATION_PROTOCOLS = "envoy.network.application_protocols";

  private FilterConfigs() {}

  /** {@code CorsPolicy}, of the filter's package or of the route's. */
  static Cors cors(Entry policy) {
    var origins = new ArrayList<ValueMatch>();
    for (Entry origin : policy.messages("allow_origin_string_match", "StringMatcher")) {
      ValueMatch match = ValueMatches.text(origin);
      if (match == null) {
        origin.refuse("match of an origin");
      } else {
        origins.add(match);
      }
    }
    if (policy.has("filter_enabled")) {
      Entry enabled = policy.message("filter_enabled", "RuntimeFractionalPercent");
      if (Fractions.perMillion(enabled) < Fractions.MILLION) {
        enabled.refuse("fraction");
      }
    }
    policy.harmless("shadow_enabled");
    String age = policy.text("max_age");
    return new Cors(
        origins,
        policy.flag("allow_credentials", false),
        listed(policy.text("allow_methods")),
        listed(policy.text("allow_headers")),
        listed(policy.text("expose_headers")),
        age.isEmpty() ? null : number(age),
        policy.flag("forward_not_matching_preflights", true));
  }

  private static @Nullable Integer number(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9') && text.length() < 10
        ? (Integer) Integer.parseInt(text)
        : null;
  }

  private static List<String> listed(String text) {
    return text.isEmpty() ? List.of() : Arrays.stream(text.split(",")).map(String::strip).toList();
  }

  /** {@code HTTPFault}; null where it does nothing. */
  static @Nullable Fault fault(Entry config) {
    config.harmless("delay_percent_runtime", "abort_percent_runtime", "delay_duration_runtime");
    config.harmless("abort_http_status_runtime", "max_active_faults_runtime", "filter_metadata");
    config.harmless("abort_grpc_status_runtime", "disable_downstream_cluster_stats");
    Fault.Delay delay = null;
    if (config.has("delay")) {
      Entry one = config.message("delay", "FaultDelay");
      Duration time = one.time("fixed_delay");
      int share = Fractions.of(one.message("percentage", "FractionalPercent"));
      delay = time == null || share == 0 ? null : new Fault.Delay(time, share);
    }
    Fault.Abort abort = null;
    if (config.has("abort")) {
      Entry one = config.message("abort", "FaultAbort");
      int share = Fractions.of(one.message("percentage", "FractionalPercent"));
      Integer status = one.has("http_status") ? (Integer) one.number("http_status", 0) : null;
      Integer grpc = one.has("grpc_status") ? (Integer) one.number("grpc_status", 0) : null;
      abort = share == 0 ? null : new Fault.Abort(status, grpc, share);
    }
    return delay == null && abort == null ? null : new Fault(delay, abort);
  }

  /** {@code StatefulSession}, or {@code StatefulSessionPerRoute}; null for none. */
  static @Nullable SessionPersistence session(Entry config) {
    Entry session =
        config.type().endsWith("PerRoute")
            ? config.message("stateful_session", "StatefulSession")
            : config;
    if (!session.has("session_state")) {
      return null;
    }
    Entry extension = session.message("session_state", "TypedExtensionConfig").harmless("name");
    Entry state = extension.typed("typed_config");
    if (state.type().endsWith(".HeaderBasedSessionState")) {
      return new SessionPersistence(SessionPersistence.Carrier.HEADER, state.text("name"), null);
    }
    if (state.type().endsWith(".CookieBasedSessionState")) {
      Entry cookie = state.message("cookie", "Cookie").harmless("path", "attributes");
      return new SessionPersistence(
          SessionPersistence.Carrier.COOKIE, cookie.text("name"), cookie.time("ttl"));
    }
    state.refuse("session");
    return null;
  }

  /** Whether an {@code RBAC}, or an {@code RBACPerRoute}, refuses anybody. */
  static boolean decides(Entry config) {
    Entry rbac = config.has("rbac") ? config.message("rbac", "RBAC") : config;
    return rbac.has("rules") || rbac.has("matcher");
  }

  /**
   * Whether a {@code set_filter_state} only says which protocol is spoken in TLS to backends, which
   * changes no request's way; what it says is not looked at.
   */
  static boolean saysProtocolsOnly(Entry config) {
    List<JsonNode> keys = config.json().findValues("object_key");
    return !keys.isEmpty()
        && keys.stream().allMatch(key -> key.asText().equals(APPLICATION_PROTOCOLS));
  }
}
