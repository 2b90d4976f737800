package io.meshtwin.app.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.simulator.diff.BlastRadius;
import io.meshtwin.simulator.diff.Impact;
import io.meshtwin.simulator.diff.Preview;
import java.util.function.Supplier;

/**
 * What the formats write of a preview.
 *
 * @param preview what changes
 * @param radius how far that reaches
 * @param threshold from which a difference fails a test of a JUnit report
 * @param json the whole as the contract writes it, made when a format asks for it
 */
public record PreviewReport(
    Preview preview, BlastRadius radius, Impact threshold, Supplier<ObjectNode> json) {}
