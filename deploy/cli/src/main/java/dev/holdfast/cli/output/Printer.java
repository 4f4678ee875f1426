package dev.holdfast.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/// Prints results: as a table, or as JSON or YAML exactly as the service gave them.
public final class Printer {
    private static final int GAP = 2;

    private final PrintWriter out;
    private final Format format;

    public Printer(PrintWriter out, Format format) {
        this.out = out;
        this.format = format;
    }

    public boolean forPeople() {
        return format == Format.TABLE || format == Format.WIDE;
    }

    /// A list; `none` is said instead of an empty table.
    public void list(JsonNode items, List<Column> columns, String none) {
        if (!forPeople()) {
            raw(items);
        } else if (items.isEmpty()) {
            out.println(none);
        } else {
            table(items, columns);
        }
        out.flush();
    }

    /// A JSON document in the chosen machine format, JSON where a table was chosen.
    public void raw(JsonNode node) {
        try {
            out.println(
                    (format == Format.YAML
                                    ? YAMLMapper.builder()
                                            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                                            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                                            .build()
                                    : JsonMapper.builder()
                                            .enable(SerializationFeature.INDENT_OUTPUT)
                                            .build())
                            .writeValueAsString(node)
                            .stripTrailing());
            out.flush();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was read as JSON can be written", e);
        }
    }

    private void table(JsonNode items, List<Column> all) {
        List<Column> columns =
                all.stream().filter(c -> format == Format.WIDE || !c.wide()).toList();
        var rows = new ArrayList<List<String>>();
        rows.add(columns.stream().map(Column::title).toList());
        items.forEach(item -> rows.add(columns.stream().map(c -> c.text().apply(item)).toList()));
        int[] widths = new int[columns.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        rows.forEach(row -> out.println(line(row, widths)));
    }

    private static String line(List<String> row, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(row.get(i)).repeat(' ', widths[i] - row.get(i).length() + GAP);
        }
        return line.toString().stripTrailing();
    }
}
