package io.meshtwin.app.report;

import io.meshtwin.simulator.diff.Difference;
import io.meshtwin.simulator.diff.Impact;
import io.meshtwin.simulator.diff.Preview;
import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A preview as a JUnit report, which every CI system shows: a test case for each class that is
 * answered differently, failed from the threshold on, and one for all that are proven equal.
 */
public final class PreviewJunit {
  private final XMLStreamWriter xml;
  private final Impact threshold;

  private PreviewJunit(XMLStreamWriter xml, Impact threshold) {
    this.xml = xml;
    this.threshold = threshold;
  }

  public static String of(PreviewReport report) {
    var text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      new PreviewJunit(xml, report.threshold()).write(report.preview());
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("text in memory can always be written as XML", e);
    }
    return text.append('\n').toString();
  }

  private void write(Preview preview) throws XMLStreamException {
    long failures = preview.differences().stream().filter(this::fails).count();
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeStartElement("testsuite");
    attribute("name", "meshtwin preview");
    attribute("tests", String.valueOf(preview.differences().size() + 1));
    attribute("failures", String.valueOf(failures));
    attribute("errors", "0");
    attribute("skipped", "0");
    xml.writeEmptyElement("testcase");
    attribute("classname", "meshtwin.preview");
    attribute("name", preview.equal() + " request classes proven equal");
    for (Difference difference : preview.differences()) {
      write(difference);
    }
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private void write(Difference difference) throws XMLStreamException {
    xml.writeStartElement("testcase");
    attribute("classname", "meshtwin.preview." + difference.impact());
    attribute(
        "name",
        difference.destination()
            + ", "
            + difference.requests()
            + ", "
            + difference.clients().words());
    if (fails(difference)) {
      xml.writeStartElement("failure");
      attribute("type", difference.impact().toString());
      attribute("message", difference.impact() + ": " + difference.requests());
    } else {
      xml.writeStartElement("system-out");
    }
    xml.writeCharacters(details(difference));
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private boolean fails(Difference difference) {
    return difference.changed() == null || difference.impact().compareTo(threshold) <= 0;
  }

  private static String details(Difference difference) {
    var text = new StringBuilder();
    for (String[] line : PreviewWords.lines(difference)) {
      text.append(String.format("%-8s%s%n", line[0], line[1]));
    }
    return printable(text.toString());
  }

  private void attribute(String name, String value) throws XMLStreamException {
    xml.writeAttribute(name, printable(value));
  }

  /** XML has no control characters, not even escaped. */
  private static String printable(String text) {
    return text.replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]", "?");
  }
}
