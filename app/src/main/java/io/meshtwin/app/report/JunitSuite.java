package io.meshtwin.app.report;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/** A JUnit report of one suite, which every CI system shows. */
public final class JunitSuite {
  private final String name;
  private final List<TestCase> cases = new ArrayList<>();

  /**
   * A test case.
   *
   * @param type of the failure, null where it passed
   */
  private record TestCase(
      String classname, String name, @Nullable String type, String message, String details) {}

  public JunitSuite(String name) {
    this.name = name;
  }

  /** A test case that passed; details may be empty. */
  public JunitSuite passed(String classname, String testCase, String details) {
    cases.add(new TestCase(classname, testCase, null, "", details));
    return this;
  }

  /** A test case that failed. */
  public JunitSuite failed(
      String classname, String testCase, String type, String message, String details) {
    cases.add(new TestCase(classname, testCase, type, message, details));
    return this;
  }

  /** The report. */
  public String xml() {
    var text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      write(xml);
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("text in memory can always be written as XML", e);
    }
    return text.append('\n').toString();
  }

  private void write(XMLStreamWriter xml) throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeStartElement("testsuite");
    attribute(xml, "name", name);
    attribute(xml, "tests", String.valueOf(cases.size()));
    long failures = cases.stream().filter(one -> one.type() != null).count();
    attribute(xml, "failures", String.valueOf(failures));
    attribute(xml, "errors", "0");
    attribute(xml, "skipped", "0");
    for (TestCase one : cases) {
      write(xml, one);
    }
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private static void write(XMLStreamWriter xml, TestCase one) throws XMLStreamException {
    boolean empty = one.type() == null && one.details().isEmpty();
    if (empty) {
      xml.writeEmptyElement("testcase");
    } else {
      xml.writeStartElement("testcase");
    }
    attribute(xml, "classname", one.classname());
    attribute(xml, "name", one.name());
    if (empty) {
      return;
    }
    if (one.type() == null) {
      xml.writeStartElement("system-out");
    } else {
      xml.writeStartElement("failure");
      attribute(xml, "type", one.type());
      attribute(xml, "message", one.message());
    }
    xml.writeCharacters(printable(one.details()));
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private static void attribute(XMLStreamWriter xml, String name, String value)
      throws XMLStreamException {
    xml.writeAttribute(name, printable(value));
  }

  /** XML has no control characters, not even escaped. */
  private static String printable(String text) {
    return text.replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]", "?");
  }
}
