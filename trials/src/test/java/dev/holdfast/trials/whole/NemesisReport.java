package dev.holdfast.trials.whole;

import dev.holdfast.local.Service;
import dev.holdfast.trials.whole.Fault.Kind;
import dev.holdfast.trials.whole.History.Trouble;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What one run of the nemesis did to whom, as a page for a person: each cell of fault and victim with
/// how often and how long, and what was found wrong.
record NemesisReport(String figures, List<Trouble> troubles, List<String> wrong) {
    private static final List<String> JUDGED =
            List.of(
                    "1 nothing lost or doubled: sequences, repeats, triggers",
                    "2 each order and each step once; effects only of rollbacks that were begun",
                    "3 one rollback acts on a key",
                    "4 authority: every order, and only plans that people agreed to",
                    "5 no order on old news, none begun past its time",
                    "7 everything ends by its deadline, put off by the faults that met it",
                    "8 observe does nothing",
                    "9 the audit's chains are whole",
                    "and in the end the house puts back what fails");

    void writes(Path file) {
        try {
            Files.writeString(file, html());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String html() {
        List<@Nullable Service> victims = new ArrayList<>(Arrays.asList(Service.values()));
        victims.add(null);
        StringBuilder page = new StringBuilder();
        page.append("<!doctype html><meta charset=utf-8><title>Nemesis</title>")
                .append("<style>body{font:15px sans-serif;margin:2em}td,th{padding:.3em .8em;")
                .append("border-bottom:1px solid #ccc;text-align:right}th{text-align:left}</style>")
                .append("<h1>Nemesis</h1><p>")
                .append(escaped(figures))
                .append("</p><table><tr><th>fault");
        victims.forEach(v -> page.append("<th>").append(v == null ? "all" : v.shortName()));
        for (Kind kind : Kind.values()) {
            page.append("<tr><th>").append(kind.name().toLowerCase(Locale.ROOT).replace('_', ' '));
            victims.forEach(v -> page.append("<td>").append(cell(kind, v)));
        }
        page.append("</table><h2>Judged</h2><ul>");
        JUDGED.forEach(j -> page.append("<li>").append(escaped(j)));
        page.append("</ul><h2>Wrong</h2>");
        page.append(wrong.isEmpty() ? "<p>Nothing." : "<ul>");
        wrong.forEach(w -> page.append("<li><pre>").append(escaped(w)).append("</pre>"));
        return page.append("\n").toString();
    }

    private String cell(Kind kind, @Nullable Service victim) {
        List<Trouble> here =
                troubles.stream()
                        .filter(t -> t.fault().kind() == kind && t.fault().victim() == victim)
                        .toList();
        if (here.isEmpty()) {
            return "";
        }
        long millis =
                here.stream()
                        .mapToLong(t -> java.time.Duration.between(t.from(), t.until()).toMillis())
                        .sum();
        return String.format(Locale.ROOT, "%d × %.1f s", here.size(), millis / 1e3 / here.size());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
