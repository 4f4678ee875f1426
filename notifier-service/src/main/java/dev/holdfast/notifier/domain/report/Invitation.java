package dev.holdfast.notifier.domain.report;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/// An invitation as RFC 5545 has it: CRLF, lines of at most 75 bytes, texts escaped.
///
/// @param id the same id replaces the invitation of before in people's calendars
/// @param organizer e-mail address
public record Invitation(
        String id,
        String summary,
        String description,
        Instant stamp,
        Instant start,
        Duration length,
        String organizer,
        List<String> attendees) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int LINE = 75;

    public Invitation {
        attendees = List.copyOf(attendees);
    }

    /// The text of an `.ics` file.
    public String ics() {
        List<String> lines = new ArrayList<>();
        lines.add("BEGIN:VCALENDAR");
        lines.add("VERSION:2.0");
        lines.add("PRODID:-//Holdfast//EN");
        lines.add("METHOD:REQUEST");
        lines.add("BEGIN:VEVENT");
        lines.add("UID:" + text(id));
        lines.add("DTSTAMP:" + TIME.format(stamp));
        lines.add("DTSTART:" + TIME.format(start));
        lines.add("DTEND:" + TIME.format(start.plus(length)));
        lines.add("SUMMARY:" + text(summary));
        lines.add("DESCRIPTION:" + text(description));
        lines.add("ORGANIZER:mailto:" + organizer);
        attendees.forEach(a -> lines.add("ATTENDEE;ROLE=REQ-PARTICIPANT;RSVP=TRUE:mailto:" + a));
        lines.add("END:VEVENT");
        lines.add("END:VCALENDAR");
        StringBuilder b = new StringBuilder();
        lines.forEach(l -> b.append(folded(l)).append("\r\n"));
        return b.toString();
    }

    private static String text(String value) {
        return value.replace("\\", "\\\\")
                .replace(";", "\\;")
                .replace(",", "\\,")
                .replaceAll("\\r?\\n", "\\\\n");
    }

    /// Continued lines begin with a space; no character is cut in two.
    private static String folded(String line) {
        StringBuilder out = new StringBuilder();
        int used = 0;
        for (int c : line.codePoints().toArray()) {
            String next = Character.toString(c);
            int size = next.getBytes(StandardCharsets.UTF_8).length;
            if (used + size > LINE) {
                out.append("\r\n ");
                used = 1;
            }
            out.append(next);
            used += size;
        }
        return out.toString();
    }
}
