package dev.holdfast.notifier.domain.report;

import dev.holdfast.notifier.domain.template.Format;

import java.util.List;
import java.util.stream.Collectors;

/// A report as one HTML page that prints well (a browser makes a PDF of it); every text is escaped.
public final class Html {
    private Html() {}

    /// @param root way from the page to the console's files, empty or with a slash at the end
    public static String of(String title, String root, List<Block> blocks) {
        return """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>%1$s</title>
        <link rel="icon" href="%2$sapp/mark.svg" type="image/svg+xml">
        <link rel="stylesheet" href="%2$sapp/report.css"></head>
        <body class="report">
        %3$s
        </body></html>
        """
                .formatted(
                        text(title),
                        root,
                        blocks.stream().map(Html::block).collect(Collectors.joining("\n")));
    }

    private static String block(Block block) {
        return switch (block) {
            case Block.Heading(int level, String text) ->
                    "<h%d>%s</h%d>".formatted(level, text(text), level);
            case Block.Paragraph(String text) -> "<p>%s</p>".formatted(text(text));
            case Block.Table(List<String> head, List<List<String>> rows) ->
                    "<table><thead>%s</thead><tbody>%s</tbody></table>"
                            .formatted(
                                    row("th", head),
                                    rows.stream()
                                            .map(r -> row("td", r))
                                            .collect(Collectors.joining()));
            case Block.Bullets(List<String> items) -> items("", items);
            case Block.Tasks(List<String> items) -> items("☐ ", items);
        };
    }

    private static String items(String mark, List<String> items) {
        return items.stream()
                .map(i -> "<li>" + mark + text(i) + "</li>")
                .collect(Collectors.joining("", "<ul>", "</ul>"));
    }

    private static String row(String tag, List<String> cells) {
        return cells.stream()
                .map(c -> "<%s>%s</%s>".formatted(tag, text(c), tag))
                .collect(Collectors.joining("", "<tr>", "</tr>"));
    }

    /// Safe as content and between double quotes.
    public static String text(String value) {
        return Format.TEXT
                .escape(value)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
