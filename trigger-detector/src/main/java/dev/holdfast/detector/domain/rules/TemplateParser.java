package dev.holdfast.detector.domain.rules;

import dev.holdfast.detector.domain.series.Nearest;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the part of Go's template language that alerting rules use: texts, `$labels`, `$value`, functions, pipes, `if`.
final class TemplateParser {

    private static final Pattern TOKEN =
            Pattern.compile(
                    "\\s*(?:(\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`)|(-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?)|([$.]?[A-Za-z_][\\w.]*|\\$|\\.)|([|()]))");

    private final String source;
    private int at;
    private boolean trimNext;

    private TemplateParser(String source) {
        this.source = source;
    }

    static List<TemplatePart> parse(String source) {
        var parser = new TemplateParser(source);
        var parts = new ArrayList<TemplatePart>();
        String end = parser.parts(parts);
        if (!end.isEmpty()) {
            throw new TemplateException(parser.at, "{{" + end + "}} without {{if}}");
        }
        return parts;
    }

    /// Reads up to the end or to an `end` or `else` that belongs to the caller, which is answered.
    private String parts(List<TemplatePart> parts) {
        while (at < source.length()) {
            int open = source.indexOf("{{", at);
            literal(parts, open < 0 ? source.length() : open);
            if (open < 0) {
                return "";
            }
            int start = open + 2;
            int close = closing(start);
            String inside = source.substring(start, close);
            boolean trimsAfter = inside.endsWith(" -");
            String action = (trimsAfter ? inside.substring(0, inside.length() - 1) : inside);
            int shift = action.startsWith("- ") ? 1 : 0;
            action = action.substring(shift);
            at = close + 2;
            trimNext = trimsAfter;
            String word = action.strip();
            if (word.equals("end") || word.equals("else") || word.startsWith("else if ")) {
                return word;
            }
            if (word.startsWith("/*")) {
                continue;
            }
            if (word.startsWith("if ")) {
                parts.add(choice(word.substring(3), start + shift + action.indexOf("if ") + 3));
            } else {
                parts.add(new TemplatePart.Action(new Terms(action, start + shift).all()));
            }
        }
        return "";
    }

    private TemplatePart choice(String condition, int offset) {
        TemplateTerm term = new Terms(condition, offset).all();
        var yes = new ArrayList<TemplatePart>();
        var no = new ArrayList<TemplatePart>();
        String end = parts(yes);
        if (end.startsWith("else if ")) {
            no.add(choice(end.substring(8), at));
            return new TemplatePart.Choice(term, yes, no);
        }
        if (end.equals("else")) {
            end = parts(no);
        }
        if (!end.equals("end")) {
            throw new TemplateException(offset, "{{if}} without {{end}}");
        }
        return new TemplatePart.Choice(term, yes, no);
    }

    private void literal(List<TemplatePart> parts, int end) {
        String text = source.substring(at, end);
        if (trimNext) {
            text = text.stripLeading();
            trimNext = false;
        }
        if (source.startsWith("{{- ", end)) {
            text = text.stripTrailing();
        }
        if (!text.isEmpty()) {
            parts.add(new TemplatePart.Literal(text));
        }
        at = end;
    }

    private int closing(int start) {
        char quote = 0;
        for (int i = start; i < source.length(); i++) {
            char c = source.charAt(i);
            if (quote != 0) {
                i += c == '\\' && quote == '"' ? 1 : 0;
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '`') {
                quote = c;
            } else if (source.startsWith("}}", i)) {
                return i;
            }
        }
        throw new TemplateException(start - 2, "{{ is not closed");
    }

    /// The inside of one `{{ }}`.
    private static final class Terms {

        private final String text;
        private final int offset;
        private final Matcher tokens;
        private String token = "";
        private int tokenAt;
        private int behind;

        Terms(String text, int offset) {
            this.text = text.stripTrailing();
            this.offset = offset;
            this.tokens = TOKEN.matcher(this.text);
            next();
        }

        private void next() {
            tokenAt = behind;
            if (behind >= text.length()) {
                token = "";
            } else if (tokens.find(behind) && tokens.start() == behind) {
                token = tokens.group().strip();
                behind = tokens.end();
                tokenAt = behind - token.length();
            } else {
                throw error("unexpected \"" + text.substring(behind).strip() + "\" in template");
            }
        }

        private TemplateException error(String message) {
            return new TemplateException(offset + tokenAt, message);
        }

        TemplateTerm all() {
            TemplateTerm term = pipeline();
            if (!token.isEmpty()) {
                throw error("unexpected \"" + token + "\" in template");
            }
            return term;
        }

        private TemplateTerm pipeline() {
            TemplateTerm term = command(null);
            while (token.equals("|")) {
                next();
                term = command(term);
            }
            return term;
        }

        private TemplateTerm command(@org.jspecify.annotations.Nullable TemplateTerm piped) {
            String name = token;
            int[] arity = TemplateFunctions.ARITY.get(name);
            if (arity == null) {
                if (piped != null) {
                    throw unknown(name);
                }
                return operand();
            }
            TemplateException wrongCount =
                    error("wrong number of arguments for " + name + " in template");
            next();
            var args = new ArrayList<TemplateTerm>();
            while (!token.isEmpty() && !token.equals("|") && !token.equals(")")) {
                args.add(operand());
            }
            if (piped != null) {
                args.add(piped);
            }
            if (args.size() < arity[0] || args.size() > arity[1]) {
                throw wrongCount;
            }
            return new TemplateTerm.Call(name, List.copyOf(args));
        }

        private TemplateTerm operand() {
            String word = token;
            if (word.isEmpty()) {
                throw error("something is missing in this template");
            }
            if (word.equals("(")) {
                next();
                TemplateTerm inner = pipeline();
                if (!token.equals(")")) {
                    throw error("\")\" expected in template");
                }
                next();
                return inner;
            }
            TemplateTerm term = constant(word);
            next();
            return term;
        }

        private TemplateTerm constant(String word) {
            char first = word.charAt(0);
            if (first == '"' || first == '`') {
                String inner = word.substring(1, word.length() - 1);
                return new TemplateTerm.Constant(first == '"' ? unescaped(inner) : inner);
            }
            if (Character.isDigit(first) || first == '-') {
                return new TemplateTerm.Constant(Double.valueOf(word));
            }
            return switch (word) {
                case "$value", ".Value" -> new TemplateTerm.SampleValue();
                case "$labels", ".Labels" -> new TemplateTerm.AllLabels(false);
                case "$externalLabels", ".ExternalLabels" -> new TemplateTerm.AllLabels(true);
                case "true" -> new TemplateTerm.Constant(true);
                case "false" -> new TemplateTerm.Constant(false);
                default -> label(word);
            };
        }

        private static String unescaped(String text) {
            return text.replace("\\n", "\n")
                    .replace("\\t", "\t")
                    .replace("\\\"", "\"")
                    .replace("\\\\", "\\");
        }

        private TemplateTerm label(String word) {
            for (String prefix : List.of("$labels.", ".Labels.")) {
                if (word.startsWith(prefix)) {
                    return new TemplateTerm.OneLabel(
                            new TemplateTerm.AllLabels(false), word.substring(prefix.length()));
                }
            }
            for (String prefix : List.of("$externalLabels.", ".ExternalLabels.")) {
                if (word.startsWith(prefix)) {
                    return new TemplateTerm.OneLabel(
                            new TemplateTerm.AllLabels(true), word.substring(prefix.length()));
                }
            }
            throw unknown(word);
        }

        private TemplateException unknown(String word) {
            var known = new ArrayList<>(TemplateFunctions.ARITY.keySet());
            known.addAll(List.of("$labels", "$value", "$externalLabels"));
            return error(
                    "\"" + word + "\" is not supported in templates" + Nearest.hint(word, known));
        }
    }
}
