package dev.holdfast.backbone.pack;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A value of a YAML file that knows where it stands. What does not fit is reported to the file's
/// [Problems] and read as something harmless, so that reading goes on and finds the rest.
public final class YamlValue {
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,18}");

    private final String file;
    private final @Nullable Node node;
    private final int line;
    private final int column;
    private final Problems problems;

    YamlValue(String file, Node node, Problems problems) {
        this.file = file;
        this.node = node;
        this.line = node.getStartMark().map(m -> m.getLine() + 1).orElse(1);
        this.column = node.getStartMark().map(m -> m.getColumn() + 1).orElse(1);
        this.problems = problems;
    }

    private YamlValue(String file, int line, int column, Problems problems) {
        this.file = file;
        this.node = null;
        this.line = line;
        this.column = column;
        this.problems = problems;
    }

    /// Stands in for a value that was required and is missing, after that was reported.
    static YamlValue absent(String file, int line, int column, Problems problems) {
        return new YamlValue(file, line, column, problems);
    }

    public String file() {
        return file;
    }

    public int line() {
        return line;
    }

    public int column() {
        return column;
    }

    public boolean isMap() {
        return node instanceof MappingNode;
    }

    public boolean isList() {
        return node instanceof SequenceNode;
    }

    public boolean isText() {
        return node instanceof ScalarNode;
    }

    /// Reports something wrong with this value.
    public void problem(String message) {
        problems.add(file, line, column, message);
    }

    /// Reports something wrong at a place inside this text, counted in characters from 0; right for
    /// plain one-line values and, by line, for block values.
    public void problemAt(int offset, String message) {
        if (!(node instanceof ScalarNode scalar)) {
            problem(message);
            return;
        }
        String before =
                scalar.getValue().substring(0, Math.min(offset, scalar.getValue().length()));
        int lines = (int) before.chars().filter(c -> c == '\n').count();
        int into = before.length() - (before.lastIndexOf('\n') + 1);
        boolean block = "|>".indexOf(scalar.getScalarStyle().toString().charAt(0)) >= 0;
        boolean quoted = "\"'".indexOf(scalar.getScalarStyle().toString().charAt(0)) >= 0;
        if (block) {
            problems.add(file, line + 1 + lines, into + 1, message);
        } else {
            problems.add(file, line + lines, column + (quoted ? 1 : 0) + into, message);
        }
    }

    /// Any scalar as it is written.
    public String text() {
        return switch (node) {
            case null -> "";
            case ScalarNode s -> s.getValue();
            default -> wrong("a text", "");
        };
    }

    public boolean flag() {
        return switch (text()) {
            case "true" -> true;
            case "false" -> false;
            default -> wrong("true or false", false);
        };
    }

    /// A whole number within the limits, both included.
    public long whole(long least, long most) {
        String text = text();
        if (node != null && WHOLE.matcher(text).matches()) {
            long n = Long.parseLong(text);
            if (n >= least && n <= most) {
                return n;
            }
        }
        return wrong("a whole number from %d to %d".formatted(least, most), least);
    }

    public double number() {
        try {
            return node == null ? 0 : Double.parseDouble(text());
        } catch (NumberFormatException _) {
            return wrong("a number", 0.0);
        }
    }

    /// Such as `30s`, `10m`, `1h30m`.
    public Duration duration() {
        Optional<Duration> d = Durations.parse(text());
        return d.isPresent()
                ? d.get()
                : wrong("a duration such as 30s, 10m or 1h30m", Duration.ZERO);
    }

    /// One of the enum's names, written in lower case with `-` or as it is.
    public <E extends Enum<E>> E oneOf(Class<E> type) {
        E[] all = type.getEnumConstants();
        List<String> names = Arrays.stream(all).map(YamlValue::written).toList();
        for (E e : all) {
            if (text().equals(written(e)) || text().equals(e.name())) {
                return e;
            }
        }
        if (node != null) {
            problem("'%s' is none of %s%s".formatted(text(), names, meant(names)));
        }
        return all[0];
    }

    /// The items; one value that is no list counts as a list of one.
    public List<YamlValue> list() {
        return switch (node) {
            case null -> List.of();
            case SequenceNode s ->
                    s.getValue().stream().map(n -> new YamlValue(file, n, problems)).toList();
            default -> isNothing() ? List.of() : List.of(this);
        };
    }

    /// All items as texts.
    public List<String> texts() {
        return list().stream().map(YamlValue::text).toList();
    }

    public YamlMap map() {
        if (node instanceof MappingNode m) {
            return new YamlMap(this, m, problems);
        }
        if (node != null && !isNothing()) {
            problem("expected keys with values here");
        }
        return new YamlMap(this, null, problems);
    }

    /// True for an empty value or `null`.
    public boolean isNothing() {
        return node == null || (node instanceof ScalarNode s && s.getTag().equals(Tag.NULL));
    }

    private <T> T wrong(String expected, T instead) {
        if (node != null) {
            String got = node instanceof ScalarNode s ? "'" + s.getValue() + "'" : kind();
            problem("expected %s, got %s".formatted(expected, got));
        }
        return instead;
    }

    private String kind() {
        return isMap() ? "keys with values" : "a list";
    }

    private String meant(List<String> names) {
        return NearestName.to(text(), names).map(n -> ", did you mean '" + n + "'?").orElse("");
    }

    private static String written(Enum<?> e) {
        return e.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
