package dev.holdfast.notifier.domain.template;

import dev.holdfast.notifier.domain.news.Line;
import dev.holdfast.notifier.domain.news.News;
import dev.holdfast.notifier.domain.news.Spoken;
import dev.holdfast.notifier.domain.news.Word;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.template.PebbleTemplate;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// One template, read and tried.
public final class Template {
    private static final PebbleEngine ENGINE = Engine.build();
    private static final int LONGEST = 16_384;

    /// A tag that stands alone on its line takes the line's end with it; the comment keeps the line
    /// numbers of errors right.
    private static final Pattern ALONE = Pattern.compile("(?m)^[ \\t]*(\\{%[^\\n]*?%})[ \\t]*\\n");

    private final PebbleTemplate template;

    private Template(PebbleTemplate template) {
        this.template = template;
    }

    /// Reads a template and tries it on every value at once. Throws [Broken] with the line.
    public static Template read(String source) {
        if (source.length() > LONGEST) {
            throw new Broken(1, "longer than %d characters".formatted(LONGEST));
        }
        try {
            String joined = ALONE.matcher(source).replaceAll("$1{#\n#}");
            Template read = new Template(ENGINE.getLiteralTemplate(joined));
            read.tryOut();
            return read;
        } catch (PebbleException e) {
            Integer line = e.getLineNumber();
            String said = e.getPebbleMessage();
            throw new Broken(
                    line == null ? 1 : line, said == null ? "not a template" : firstLine(said));
        } catch (RuntimeException e) {
            throw new Broken(1, "not a template: " + e.getMessage());
        }
    }

    /// With no word, with every word, and without each one: what stands inside an `if` or a `for` is
    /// tried too.
    private void tryOut() {
        Map<Word, String> all = new EnumMap<>(Word.class);
        for (Word word : Word.values()) {
            all.put(word, "1");
        }
        List<Line> timeline =
                List.of(new Line(Instant.EPOCH, "first"), new Line(Instant.EPOCH, "second"));
        fill(values(Map.of(), List.of(), Format.TEXT));
        fill(values(all, timeline, Format.TEXT));
        for (Word word : Word.values()) {
            Map<Word, String> without = new EnumMap<>(all);
            without.remove(word);
            fill(values(without, timeline, Format.TEXT));
            fill(values(Map.of(word, "1"), List.of(), Format.TEXT));
        }
    }

    /// The notice about these news in this format.
    public Text render(News news, Format format) {
        return Text.of(fill(values(news.words(), news.timeline(), format)));
    }

    private String fill(Map<String, Object> values) {
        StringWriter out = new StringWriter();
        try {
            template.evaluate(out, values);
        } catch (IOException e) {
            throw new UncheckedIOException("A template cannot be written to memory", e);
        }
        return out.toString();
    }

    private static Map<String, Object> values(
            Map<Word, String> words, List<Line> timeline, Format format) {
        Map<String, Object> values = new HashMap<>();
        for (Word word : Word.values()) {
            values.put(word.title(), format.escape(words.getOrDefault(word, "")));
        }
        values.put(
                "timeline",
                timeline.stream()
                        .map(l ->
                                Map.of(
                                        "at", Spoken.time(l.at()),
                                        "text", format.escape(l.text())))
                        .toList());
        return values;
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("not a template");
    }

    /// A template that cannot be used.
    public static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int line;

        Broken(int line, String message) {
            super(message);
            this.line = line;
        }

        /// Counted from 1.
        public int line() {
            return line;
        }
    }
}
