package io.meshtwin.bridge.ledger;

/**
 * What was counted since the bridge opened.
 *
 * @param connections streams that were admitted
 * @param unknownProxies streams refused for their identity
 * @param responses responses sent
 * @param resources resources in these responses
 * @param acks responses ACKed
 * @param nacks responses NACKed
 */
public record Counters(
    long connections, long unknownProxies, long responses, long resources, long acks, long nacks) {}
