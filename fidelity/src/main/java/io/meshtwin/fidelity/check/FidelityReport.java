package io.meshtwin.fidelity.check;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run showed.
 *
 * @param checked cases sent through a real Envoy; agreed and disagreements together
 * @param disagreements in the order of the cases
 * @param setAside cases that were not sent, and why, in their order
 * @param unchecked reasons why a prediction, or a part of one, cannot be shown here, to numbers
 * @param splits the weighted rules and copies of a fraction that were hit, sorted by rule
 * @param probes what else was shown once for each rule, to numbers of rules: time limits, retries
 * @param shown of each case that was sent, by its id, what was shown beside its answer: {@link
 *     #TIME_LIMITS}, {@link #RETRIES}, {@link #SESSIONS}, {@link #SHARES}; sorted
 * @param features what cases showed that agreed, to numbers of cases; a case may show several
 * @param requests all that were sent, repetitions for splits included
 * @param complete false when the time was over before the last case
 */
public record FidelityReport(
    int checked,
    List<Disagreement> disagreements,
    List<SetAside> setAside,
    SortedMap<String, Integer> unchecked,
    List<Split> splits,
    SortedMap<String, Integer> probes,
    SortedMap<String, List<String>> shown,
    SortedMap<String, Integer> features,
    long requests,
    boolean complete) {
  /** That a backend which does not answer is given up when the time is over. */
  public static final String TIME_LIMITS = "time limits";

  /** That a backend which fails is asked again, so often as was predicted. */
  public static final String RETRIES = "retries";

  /** That a client stays with one endpoint. */
  public static final String SESSIONS = "sessions";

  /** How many of many requests each share got, and each copy of a fraction. */
  public static final String SHARES = "shares";

  public FidelityReport {
    disagreements = List.copyOf(disagreements);
    setAside = List.copyOf(setAside);
    unchecked = Collections.unmodifiableSortedMap(new TreeMap<>(unchecked));
    splits = List.copyOf(splits);
    probes = Collections.unmodifiableSortedMap(new TreeMap<>(probes));
    shown = Collections.unmodifiableSortedMap(new TreeMap<>(shown));
    features = Collections.unmodifiableSortedMap(new TreeMap<>(features));
  }

  /** Cases whose answer the simulator does not claim to know. */
  public int unknown() {
    return (int) setAside.stream().filter(SetAside::unknown).count();
  }

  /** Cases whose prediction was confirmed. */
  public int agreed() {
    return checked - disagreements.size();
  }
}
