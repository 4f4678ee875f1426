package dev.holdfast.detector.domain.exact;

import dev.holdfast.detector.domain.series.Re2;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/// `label_replace` and `label_join`.
final class LabelFunctions {

    private static final Pattern REFERENCE = Pattern.compile("\\$(?:(\\$)|(\\w+)|\\{(\\w+)\\})");

    private LabelFunctions() {}

    static List<Element> replace(
            List<Element> elements, String to, String replacement, String from, String regex) {
        com.google.re2j.Pattern pattern;
        try {
            pattern = Re2.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new EvaluationException(
                    "invalid regular expression in label_replace(): " + regex);
        }
        var results = new ArrayList<Element>(elements.size());
        for (Element element : elements) {
            var match = pattern.matcher(element.labels().get(from));
            results.add(
                    match.matches()
                            ? new Element(
                                    element.labels().with(to, expand(replacement, match)),
                                    element.value())
                            : element);
        }
        return results;
    }

    /// Go's templates: `$1`, `${1}`, `$name`; the longest name counts, an unknown one is empty, `$$` is a dollar.
    private static String expand(String template, com.google.re2j.Matcher match) {
        return REFERENCE
                .matcher(template)
                .replaceAll(reference -> {
                    if (reference.group(1) != null) {
                        return Matcher.quoteReplacement("$");
                    }
                    String name =
                            reference.group(2) != null ? reference.group(2) : reference.group(3);
                    return Matcher.quoteReplacement(group(match, name));
                });
    }

    private static String group(com.google.re2j.Matcher match, String name) {
        String found = null;
        if (name.matches("\\d{1,4}")) {
            int index = Integer.parseInt(name);
            found = index <= match.groupCount() ? match.group(index) : null;
        } else if (match.pattern().namedGroups().containsKey(name)) {
            found = match.group(name);
        }
        return found == null ? "" : found;
    }

    static List<Element> join(
            List<Element> elements, String to, String separator, List<String> from) {
        return elements.stream()
                .map(element ->
                        new Element(
                                element.labels()
                                        .with(
                                                to,
                                                from.stream()
                                                        .map(element.labels()::get)
                                                        .collect(Collectors.joining(separator))),
                                element.value()))
                .toList();
    }
}
