package io.meshtwin.twin.routing;

import java.util.List;

/**
 * The rules for a set of domains.
 *
 * @param name unique within the listener
 * @param domains lower case: exact names, {@code *.suffix}, or {@code *}; with a port only where
 *     {@link HttpReading#ignoresPort} is not set; only a proxy's own configuration has {@code
 *     prefix.*}
 * @param rules in the order in which they are tried; the first that matches wins, none is 404
 */
public record VirtualHost(String name, List<String> domains, List<RouteRule> rules) {
  public VirtualHost {
    domains = List.copyOf(domains);
    rules = List.copyOf(rules);
  }
}
