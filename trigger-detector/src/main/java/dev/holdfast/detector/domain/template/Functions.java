package dev.holdfast.detector.domain.template;

import dev.holdfast.detector.domain.template.GoValues.Nothing;
import dev.holdfast.detector.domain.template.GoValues.Sample;
import dev.holdfast.detector.domain.template.GoValues.Samples;
import dev.holdfast.detector.domain.template.GoValues.Texts;
import dev.holdfast.detector.domain.template.GoValues.Things;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The functions of templates: those of Go and those of Prometheus.
final class Functions {

    /// What a function takes in one place.
    enum Kind {
        ANY("interface {}"),
        TEXT("string"),
        SAMPLE("*template.sample"),
        SAMPLES("template.queryResult");

        final String type;

        Kind(String type) {
            this.type = type;
        }

        boolean takes(Object value) {
            return switch (this) {
                case ANY -> true;
                case TEXT -> value instanceof String;
                case SAMPLE -> value instanceof Sample;
                case SAMPLES -> value instanceof Samples || value == Nothing.NIL;
            };
        }
    }

    /// What a function does with its arguments, of which it knows that they fit.
    interface Body {
        Object of(Template.Scope scope, List<Object> args);
    }

    /// @param rest what further arguments are; null where there are none
    record Function(
            String name,
            List<Kind> fixed,
            @org.jspecify.annotations.Nullable Kind rest,
            Body body) {

        Kind kind(int index) {
            return index < fixed.size() || rest == null
                    ? fixed.get(Math.min(index, fixed.size() - 1))
                    : rest;
        }
    }

    private static final Map<String, Function> ALL = new HashMap<>();

    static {
        number("humanize", Humanize::number);
        number("humanize1024", Humanize::binary);
        number("humanizeDuration", Humanize::duration);
        number("humanizePercentage", Humanize::percentage);
        number("humanizeTimestamp", Humanize::timestamp);
        add("toTime", List.of(Kind.ANY), (_, a) -> Humanize.time(GoValues.number(a.getFirst())));
        add("toDuration", List.of(Kind.ANY), (_, a) -> TextFunctions.duration(a.getFirst()));
        add("now", List.of(), (scope, _) -> scope.at() / 1000.0);
        text("title", TextFunctions::title);
        text("toUpper", TextFunctions::upper);
        text("toLower", TextFunctions::lower);
        text("stripPort", TextFunctions::stripPort);
        text("stripDomain", TextFunctions::stripDomain);
        text("safeHtml", text -> text);
        text("graphLink", text -> "/graph?g0.expr=" + TextFunctions.urlQuery(text) + "&g0.tab=0");
        text("tableLink", text -> "/graph?g0.expr=" + TextFunctions.urlQuery(text) + "&g0.tab=1");
        add("parseDuration", List.of(Kind.TEXT), (_, a) -> TextFunctions.parsed(shown(a, 0)));
        add(
                "match",
                List.of(Kind.TEXT, Kind.TEXT),
                (_, a) -> TextFunctions.matches(shown(a, 0), shown(a, 1)));
        add(
                "reReplaceAll",
                List.of(Kind.TEXT, Kind.TEXT, Kind.TEXT),
                (_, a) -> TextFunctions.replaced(shown(a, 0), shown(a, 1), shown(a, 2)));
        add("externalURL", List.of(), (scope, _) -> scope.externalUrl());
        add("pathPrefix", List.of(), (scope, _) -> TextFunctions.path(scope.externalUrl()));
        samples();
        go();
    }

    private Functions() {}

    private static String shown(List<Object> args, int index) {
        return (String) args.get(index);
    }

    private static void samples() {
        add(
                "query",
                List.of(Kind.TEXT),
                (scope, a) -> scope.queries().ask(shown(a, 0), scope.at()));
        add(
                "first",
                List.of(Kind.SAMPLES),
                (_, a) -> {
                    if (a.getFirst() instanceof Samples(List<Sample> list) && !list.isEmpty()) {
                        return list.getFirst();
                    }
                    throw new Failure("first() called on vector with no elements");
                });
        add("value", List.of(Kind.SAMPLE), (_, a) -> ((Sample) a.getFirst()).value());
        add("strvalue", List.of(Kind.SAMPLE), (_, a) -> label((Sample) a.getFirst(), "__value__"));
        add(
                "label",
                List.of(Kind.TEXT, Kind.SAMPLE),
                (_, a) -> label((Sample) a.get(1), shown(a, 0)));
        add(
                "sortByLabel",
                List.of(Kind.TEXT, Kind.SAMPLES),
                (_, a) ->
                        a.get(1) instanceof Samples(List<Sample> list)
                                ? new Samples(
                                        list.stream()
                                                .sorted(
                                                        java.util.Comparator.comparing(sample ->
                                                                label(sample, shown(a, 0))))
                                                .toList())
                                : a.get(1));
        many(
                "args",
                (_, a) -> {
                    Map<String, Object> map = new TreeMap<>();
                    for (int i = 0; i < a.size(); i++) {
                        map.put("arg" + i, a.get(i));
                    }
                    return new Things(map);
                });
    }

    private static String label(Sample sample, String name) {
        return sample.labels().map().getOrDefault(name, "");
    }

    private static void go() {
        add(
                "printf",
                List.of(Kind.TEXT),
                Kind.ANY,
                (_, a) -> Printf.of(shown(a, 0), a.subList(1, a.size())));
        many("print", (_, a) -> Format.plain(a));
        many("println", (_, a) -> String.join(" ", a.stream().map(Format::plain).toList()) + "\n");
        many("html", (_, a) -> TextFunctions.html(Format.plain(a)));
        many("js", (_, a) -> TextFunctions.javascript(Format.plain(a)));
        many("urlquery", (_, a) -> TextFunctions.urlQuery(Format.plain(a)));
        add("len", List.of(Kind.ANY), (_, a) -> Comparing.length(a.getFirst()));
        add("index", List.of(Kind.ANY), Kind.ANY, (_, a) -> Comparing.indexed(a));
        add("slice", List.of(Kind.ANY), Kind.ANY, (_, a) -> Comparing.sliced(a));
        add("not", List.of(Kind.ANY), (_, a) -> !GoValues.truth(a.getFirst()));
        add("and", List.of(Kind.ANY), Kind.ANY, (_, a) -> a.getLast());
        add("or", List.of(Kind.ANY), Kind.ANY, (_, a) -> a.getLast());
        add("eq", List.of(Kind.ANY), Kind.ANY, (_, a) -> Comparing.equal(a));
        two("ne", (_, a) -> !Comparing.same(a.get(0), a.get(1)));
        two("lt", (_, a) -> Comparing.less(a.get(0), a.get(1)));
        two("le", (_, a) -> Comparing.lessOrSame(a.get(0), a.get(1)));
        two("gt", (_, a) -> !Comparing.lessOrSame(a.get(0), a.get(1)));
        two("ge", (_, a) -> !Comparing.less(a.get(0), a.get(1)));
    }

    private static void number(String name, java.util.function.DoubleFunction<String> of) {
        add(name, List.of(Kind.ANY), (_, a) -> of.apply(GoValues.number(a.getFirst())));
    }

    private static void text(String name, java.util.function.UnaryOperator<String> of) {
        add(name, List.of(Kind.TEXT), (_, a) -> of.apply(shown(a, 0)));
    }

    private static void two(String name, Body body) {
        add(name, List.of(Kind.ANY, Kind.ANY), body);
    }

    private static void many(String name, Body body) {
        add(name, List.of(), Kind.ANY, body);
    }

    private static void add(String name, List<Kind> fixed, Body body) {
        ALL.put(name, new Function(name, fixed, null, body));
    }

    private static void add(String name, List<Kind> fixed, Kind rest, Body body) {
        ALL.put(name, new Function(name, fixed, rest, body));
    }

    static boolean known(String name) {
        return ALL.containsKey(name);
    }

    static Collection<String> names() {
        return ALL.keySet();
    }

    static Function named(String name) {
        Function function = ALL.get(name);
        if (function == null) {
            throw new IllegalStateException("the reader let " + name + " pass");
        }
        return function;
    }

    /// The labels of something, as a template sees them.
    static Texts texts(Map<String, String> labels) {
        return new Texts(new TreeMap<>(labels));
    }
}
