package dev.holdfast.notifier.domain.report;

import dev.holdfast.notifier.domain.template.Format;

import java.util.List;
import java.util.stream.Collectors;

/// A report as GitHub-flavoured Markdown; every text is escaped.
public final class Markdown {
    private Markdown() {}

    public static String of(List<Block> blocks) {
        return blocks.stream().map(Markdown::block).collect(Collectors.joining("\n\n")) + "\n";
    }

    private static String block(Block block) {
        return switch (block) {
            case Block.Heading(int level, String text) -> "#".repeat(level) + " " + line(text);
            case Block.Paragraph(String text) -> line(text);
            case Block.Table(List<String> head, List<List<String>> rows) ->
                    row(head)
                            + "\n"
                            + row(head.stream().map(_ -> "---").toList())
                            + rows.stream()
                                    .map(r -> "\n" + row(r.stream().map(Markdown::line).toList()))
                                    .collect(Collectors.joining());
            case Block.Bullets(List<String> items) -> items("- ", items);
            case Block.Tasks(List<String> items) -> items("- [ ] ", items);
        };
    }

    private static String items(String mark, List<String> items) {
        return items.stream().map(i -> mark + line(i)).collect(Collectors.joining("\n"));
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    private static String line(String text) {
        return Format.MARKDOWN.escape(text);
    }
}
