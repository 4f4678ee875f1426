package dev.holdfast.notifier.domain.report;

import java.util.List;

/// One part of a report, before anybody has decided how it looks.
public sealed interface Block {
    /// @param level 1 for the title
    record Heading(int level, String text) implements Block {}

    record Paragraph(String text) implements Block {}

    /// @param rows all as long as `head`
    record Table(List<String> head, List<List<String>> rows) implements Block {
        public Table {
            head = List.copyOf(head);
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    record Bullets(List<String> items) implements Block {
        public Bullets {
            items = List.copyOf(items);
        }
    }

    /// What people tick off.
    record Tasks(List<String> items) implements Block {
        public Tasks {
            items = List.copyOf(items);
        }
    }
}
