package dev.holdfast.detector.domain.template;

import dev.holdfast.detector.domain.template.GoValues.Data;
import dev.holdfast.detector.domain.template.GoValues.Nothing;
import dev.holdfast.detector.domain.template.GoValues.Sample;
import dev.holdfast.detector.domain.template.GoValues.Samples;
import dev.holdfast.detector.domain.template.GoValues.Texts;
import dev.holdfast.detector.domain.template.GoValues.Things;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// One value under one verb, as Go's `fmt` writes it.
final class Format {

    private final Flags flags;
    private final char verb;

    Format(Flags flags, char verb) {
        this.flags = flags;
        this.verb = verb;
    }

    /// `fmt.Sprint` of one value.
    static String plain(Object value) {
        return new Format(Flags.NONE, 'v').of(value);
    }

    /// `fmt.Sprint`: a space between two of which neither is a text.
    static String plain(List<Object> values) {
        var out = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            boolean apart =
                    i > 0
                            && !(values.get(i) instanceof String)
                            && !(values.get(i - 1) instanceof String);
            out.append(apart ? " " : "").append(plain(values.get(i)));
        }
        return out.toString();
    }

    String of(Object value) {
        if (verb == 'T') {
            return flags.text(GoValues.type(value));
        }
        return switch (value) {
            case Nothing _ -> verb == 'v' ? flags.pad("<nil>") : "%!" + verb + "(<nil>)";
            case Boolean b -> verb == 't' || verb == 'v' ? flags.pad(b.toString()) : wrong(value);
            case Double d ->
                    "veEfFgGxXb".indexOf(verb) >= 0 ? numeric().decimal(d, verb) : wrong(value);
            case Long l -> whole(l);
            case String s -> text(s);
            case Texts texts -> map(texts.map());
            case Things things -> map(things.map());
            case Samples samples ->
                    samples.list().stream()
                            .map(this::of)
                            .collect(Collectors.joining(" ", "[", "]"));
            case Sample sample -> struct("Labels", sample.labels(), "Value", sample.value());
            case Instant time -> text(GoTime.shown(time));
            case Duration duration -> text(GoDuration.shown(duration));
            case Data data ->
                    struct(
                            "Labels",
                            data.labels(),
                            "ExternalLabels",
                            data.externalLabels(),
                            "ExternalURL",
                            data.externalUrl(),
                            "Value",
                            data.value());
            default -> throw new IllegalStateException("no template has a " + value.getClass());
        };
    }

    private String wrong(Object value) {
        return "%!"
                + verb
                + "("
                + GoValues.type(value)
                + "="
                + new Format(flags, 'v').of(value)
                + ")";
    }

    /// `+` and `#` mean something else to `%v`.
    private Flags numeric() {
        return verb == 'v' ? flags.bare() : flags;
    }

    private String whole(long value) {
        return switch (verb) {
            case 'v', 'd' -> numeric().whole(value, 10, 'd');
            case 'b' -> flags.whole(value, 2, verb);
            case 'o', 'O' -> flags.whole(value, 8, verb);
            case 'x', 'X' -> flags.whole(value, 16, verb);
            case 'c' -> flags.pad(character(value));
            case 'q' -> flags.pad(GoText.quoted(character(value), '\'', flags.plus()));
            case 'U' -> flags.withoutZero().pad(unicode(value));
            default -> wrong(value);
        };
    }

    private static String character(long value) {
        boolean valid = value >= 0 && value <= Character.MAX_CODE_POINT;
        return Character.toString(valid ? (int) value : 0xFFFD);
    }

    private String unicode(long value) {
        String code = "U+%04X".formatted(value);
        boolean shown =
                flags.sharp()
                        && value >= 0
                        && value <= Character.MAX_CODE_POINT
                        && GoText.printable((int) value);
        return shown ? code + " '" + Character.toString((int) value) + "'" : code;
    }

    private String text(String text) {
        return switch (verb) {
            case 'v' -> flags.sharp() ? flags.quoted(text) : flags.text(text);
            case 's' -> flags.text(text);
            case 'q' -> flags.quoted(text);
            case 'x' -> hex(text);
            case 'X' -> hex(text).toUpperCase(Locale.ROOT);
            default -> wrong(text);
        };
    }

    private String hex(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length =
                flags.precision() >= 0 ? Math.min(flags.precision(), bytes.length) : bytes.length;
        String prefix = flags.sharp() && length > 0 ? "0x" : "";
        HexFormat hex =
                flags.space() ? HexFormat.ofDelimiter(" ").withPrefix(prefix) : HexFormat.of();
        String digits = hex.formatHex(bytes, 0, length);
        return flags.pad(flags.space() ? digits : prefix + digits);
    }

    private String map(Map<String, ?> map) {
        if (verb == 'v' && flags.sharp()) {
            String type =
                    GoValues.type(
                            map.values().stream().allMatch(String.class::isInstance)
                                    ? new Texts(Map.of())
                                    : new Things(Map.of()));
            return map.entrySet().stream()
                    .map(entry -> of(entry.getKey()) + ":" + of(entry.getValue()))
                    .collect(Collectors.joining(", ", type + "{", "}"));
        }
        return map.entrySet().stream()
                .map(entry -> of(entry.getKey()) + ":" + of(entry.getValue()))
                .collect(Collectors.joining(" ", "map[", "]"));
    }

    private String struct(Object... namesAndValues) {
        var out = new StringBuilder("{");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            out.append(i == 0 ? "" : " ");
            out.append(flags.plus() && verb == 'v' ? namesAndValues[i] + ":" : "");
            out.append(of(namesAndValues[i + 1]));
        }
        return out.append('}').toString();
    }
}
