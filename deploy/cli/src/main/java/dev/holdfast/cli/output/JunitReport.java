package dev.holdfast.cli.output;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.StringWriter;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;

import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// A verification as JUnit XML: a failed check is a failure, an inconclusive one an error, and an
/// advisory check that did not pass is skipped, since it decides nothing.
public final class JunitReport {
    private JunitReport() {}

    /// @param verification as the service gives it, decided
    public static String of(JsonNode verification) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            suite(xml, verification);
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("XML can be written into memory", e);
        }
        return text + "\n";
    }

    private static void suite(XMLStreamWriter xml, JsonNode v) throws XMLStreamException {
        JsonNode checks = v.path("checks");
        int failed = 0;
        int open = 0;
        int skipped = 0;
        double seconds = 0;
        for (JsonNode c : checks) {
            boolean required = c.path("required").asBoolean();
            String verdict = verdict(c);
            failed += required && verdict.equals("failed") ? 1 : 0;
            open += required && !verdict.equals("failed") && !verdict.equals("passed") ? 1 : 0;
            skipped += !required && !verdict.equals("passed") ? 1 : 0;
            seconds += seconds(c);
        }
        boolean nothing = checks.isEmpty(); // no pack, no such stage: that is an error too
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", clean(Column.at(v, "scope") + " " + Column.at(v, "stage")));
        xml.writeAttribute("tests", "" + (nothing ? 1 : checks.size()));
        xml.writeAttribute("failures", "" + failed);
        xml.writeAttribute("errors", "" + (nothing ? 1 : open));
        xml.writeAttribute("skipped", "" + skipped);
        xml.writeAttribute("time", String.format(Locale.ROOT, "%.3f", seconds));
        xml.writeAttribute("timestamp", clean(Column.at(v, "startedAt")));
        for (JsonNode c : checks) {
            test(xml, v, c);
        }
        if (nothing) {
            xml.writeCharacters("\n  ");
            start(xml, v, "verification", 0);
            said(xml, "error", Column.at(v, "summary"), "");
            xml.writeEndElement();
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
    }

    private static void test(XMLStreamWriter xml, JsonNode v, JsonNode c)
            throws XMLStreamException {
        xml.writeCharacters("\n  ");
        start(xml, v, Column.at(c, "check"), seconds(c));
        String says = Column.at(c, "finding");
        String evidence = Column.at(c, "evidence");
        String verdict = verdict(c);
        if (verdict.equals("passed")) {
            xml.writeStartElement("system-out");
            xml.writeCharacters(clean(says));
            xml.writeEndElement();
        } else if (!c.path("required").asBoolean()) {
            xml.writeEmptyElement("skipped");
            xml.writeAttribute("message", clean("advisory, %s: %s".formatted(verdict, says)));
        } else {
            said(xml, verdict.equals("failed") ? "failure" : "error", says, evidence);
        }
        xml.writeEndElement();
    }

    private static void start(XMLStreamWriter xml, JsonNode v, String name, double seconds)
            throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("name", clean(name));
        xml.writeAttribute(
                "classname",
                clean("holdfast.%s.%s".formatted(Column.at(v, "scope"), Column.at(v, "stage"))));
        xml.writeAttribute("time", String.format(Locale.ROOT, "%.3f", seconds));
    }

    private static void said(XMLStreamWriter xml, String element, String says, String evidence)
            throws XMLStreamException {
        xml.writeStartElement(element);
        xml.writeAttribute("message", clean(says));
        xml.writeAttribute("type", element.equals("failure") ? "failed" : "inconclusive");
        xml.writeCharacters(clean(evidence));
        xml.writeEndElement();
    }

    private static String verdict(JsonNode check) {
        String verdict = Column.at(check, "verdict").toLowerCase(Locale.ROOT);
        return verdict.isEmpty() ? "inconclusive" : verdict;
    }

    private static double seconds(JsonNode check) {
        JsonNode took = check.path("took");
        if (took.isNumber()) {
            return took.asDouble();
        }
        try {
            return Duration.parse(took.asText("PT0S")).toNanos() / 1e9;
        } catch (DateTimeParseException _) {
            return 0;
        }
    }

    /// XML has no place for most control characters.
    private static String clean(String text) {
        return text.replaceAll(
                "[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "?");
    }
}
