package io.meshtwin.twin.resource;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.twin.resource.TrafficPolicy.Cookie;
import io.meshtwin.twin.resource.TrafficPolicy.Distribute;
import io.meshtwin.twin.resource.TrafficPolicy.Hash;
import io.meshtwin.twin.resource.TrafficPolicy.LoadBalancer;
import io.meshtwin.twin.resource.TrafficPolicy.Nearness;
import io.meshtwin.twin.resource.TrafficPolicy.Zones;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads how endpoints are chosen (validateLoadBalancer, ValidateLocalityLbSetting). */
final class LoadBalancerReader {
  private static final int PERCENT = 100;
  private static final long MOST_TABLE = 5_000_011;
  private static final List<String> SIMPLE =
      List.of("UNSPECIFIED", "LEAST_CONN", "RANDOM", "PASSTHROUGH", "ROUND_ROBIN", "LEAST_REQUEST");

  private LoadBalancerReader() {}

  static LoadBalancer read(Fields balancer, boolean outlier) {
    String simple = balancer.word("simple", "", SIMPLE);
    if (Stream.of("simple", "consistentHash", "backendUtilization").filter(balancer::has).count()
        > 1) {
      balancer.invalid("simple", "must not be given beside another member");
    }
    if (balancer.has("localityLbSetting") && balancer.has("zoneAwareLbSetting")) {
      balancer.invalid("zoneAwareLbSetting", "must not be given beside localityLbSetting");
    }
    boolean warmup = balancer.has("warmup") || balancer.has("warmupDurationSecs");
    Fields warming = balancer.object("warmup");
    IstioDuration.read(warming, "duration");
    if (balancer.has("warmup") && !warming.has("duration")) {
      warming.invalid("duration", "is required");
    }
    warming.ignore("aggression", "minimumPercent");
    warming.done();
    balancer.deprecated("warmupDurationSecs", "use warmup");
    IstioDuration.read(balancer, "warmupDurationSecs");
    balancer.ignore("backendUtilization");
    var result =
        new LoadBalancer(
            simple == null ? "" : simple,
            balancer.has("consistentHash") ? hash(balancer.object("consistentHash")) : null,
            nearness(balancer),
            zones(balancer),
            warmup);
    balancer.ignore("consistentHash", "localityLbSetting", "zoneAwareLbSetting");
    balancer.done();
    return result;
  }

  private static Hash hash(Fields hash) {
    long keys =
        Stream.of("httpHeaderName", "httpCookie", "useSourceIp", "httpQueryParameterName")
            .filter(hash::has)
            .count();
    if (keys > 1) {
      hash.invalid("httpHeaderName", "must not be given beside another key");
    }
    Fields maglev = hash.object("maglev");
    Fields ring = hash.object("ringHash");
    Long table = hash.has("maglev") ? table(maglev) : null;
    hash.deprecated("minimumRingSize", "use ringHash");
    Integer old = hash.optionalInteger("minimumRingSize", 0, Integer.MAX_VALUE);
    Integer size = ring.optionalInteger("minimumRingSize", 0, Integer.MAX_VALUE);
    if (hash.has("maglev") && hash.has("ringHash")) {
      hash.invalid("maglev", "must not be given beside ringHash");
    }
    var result =
        new Hash(
            hash.optionalText("httpHeaderName"),
            hash.has("httpCookie") ? cookie(hash.object("httpCookie")) : null,
            hash.flag("useSourceIp", false),
            hash.optionalText("httpQueryParameterName"),
            table,
            size != null ? Long.valueOf(size) : old == null ? null : Long.valueOf(old));
    hash.ignore("httpCookie");
    maglev.done();
    ring.done();
    hash.done();
    return result;
  }

  private static Long table(Fields maglev) {
    Integer size = maglev.optionalInteger("tableSize", 0, Integer.MAX_VALUE);
    long given = size == null ? 0 : size;
    if (given == 0 || given >= MOST_TABLE || !prime(given)) {
      maglev.invalid("tableSize", "must be a prime number below " + MOST_TABLE);
    }
    return given;
  }

  private static boolean prime(long number) {
    for (long factor = 2; factor * factor <= number; factor++) {
      if (number % factor == 0) {
        return false;
      }
    }
    return number > 0;
  }

  private static Cookie cookie(Fields cookie) {
    var attributes = new TreeMap<String, String>();
    cookie.list(
        "attributes",
        attribute -> {
          String name = attribute.required("name");
          if (attributes.put(name, attribute.text("value", "")) != null) {
            attribute.invalid("name", "must be unique, found \"" + name + "\" again");
          }
          attribute.done();
          return name;
        });
    var result =
        new Cookie(
            cookie.required("name"),
            cookie.text("path", ""),
            IstioDuration.readAny(cookie, "ttl"),
            attributes);
    cookie.done();
    return result;
  }

  /** The preference of a zone in a load balancer, or in MeshConfig, which has the same. */
  static @Nullable Zones zones(Fields balancer) {
    if (!balancer.has("zoneAwareLbSetting")) {
      return null;
    }
    Fields zones = balancer.object("zoneAwareLbSetting");
    var failover = new TreeMap<String, String>();
    zones.list("failover", entry -> failover(entry, failover));
    var result =
        new Zones(zones.flag("enabled", true), failover, zones.textList("failoverPriority"));
    zones.ignore("minClusterSize");
    zones.done();
    return result;
  }

  /** The preference of near endpoints, likewise. */
  static @Nullable Nearness nearness(Fields balancer) {
    if (!balancer.has("localityLbSetting")) {
      return null;
    }
    Fields locality = balancer.object("localityLbSetting");
    var failover = new TreeMap<String, String>();
    locality.list("failover", entry -> failover(entry, failover));
    var result =
        new Nearness(
            locality.has("enabled") ? locality.flag("enabled", true) : null,
            locality.list("distribute", LoadBalancerReader::distribute),
            failover,
            locality.textList("failoverPriority"));
    locality.ignore("enabled");
    if (!result.distribute().isEmpty() && !result.failover().isEmpty()) {
      locality.invalid("failover", "must not be given beside distribute");
    }
    locality.done();
    return result;
  }

  private static String failover(Fields entry, Map<String, String> into) {
    String from = entry.text("from", "");
    String to = entry.text("to", "");
    if (from.equals(to) || Stream.of(from, to).anyMatch(t -> t.contains("/") || t.contains("*"))) {
      entry.invalid("to", "must be another region than from");
    }
    entry.done();
    // The first for a region counts (applyLocalityFailover).
    into.putIfAbsent(from, to);
    return from;
  }

  private static Distribute distribute(Fields entry) {
    var to = new TreeMap<String, Integer>();
    JsonNode weights = entry.raw("to");
    int sum = 0;
    for (var weight : weights.properties()) {
      int value = weight.getValue().asInt();
      if (value < 1 || value > PERCENT) {
        entry.invalid("to." + weight.getKey(), "must be from 1 to 100");
      }
      to.put(weight.getKey(), value);
      sum += value;
    }
    if (sum != PERCENT) {
      entry.invalid("to", "must sum to 100");
    }
    var result = new Distribute(entry.text("from", ""), to);
    entry.done();
    return result;
  }
}
