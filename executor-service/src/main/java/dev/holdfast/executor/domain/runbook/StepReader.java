package dev.holdfast.executor.domain.runbook;

import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.executor.domain.words.Bindings;
import dev.holdfast.executor.domain.words.Template;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Reads the steps of one runbook in order, so that each knows the outputs of those before it.
final class StepReader {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Duration USUAL = Duration.ofSeconds(60);
    private static final Duration LONGEST = Duration.ofHours(12);
    private static final int MOST_WAYS = 10;

    private final Vocabulary vocabulary;
    private final Bindings known;
    private final Set<String> outputs = new TreeSet<>();
    private final Set<String> names = new HashSet<>();

    StepReader(Vocabulary vocabulary, Bindings known) {
        this.vocabulary = vocabulary;
        this.known = known;
    }

    Step step(YamlMap m) {
        m.only("name", "action", "with", "timeout", "retry", "when", "else", "undo");
        String name = name(m.required("name"));
        var ways = new WayReader(vocabulary, sofar());
        List<Way> all = new ArrayList<>();
        all.add(ways.way(m));
        for (YamlValue other : m.list("else")) {
            all.add(ways.way(other.map().only("action", "with")));
        }
        if (all.size() > MOST_WAYS) {
            m.required("else").problem("a step has at most %d ways".formatted(MOST_WAYS));
        }
        boolean undo = undo(m, all);
        all.forEach(w -> outputs.addAll(outputs(name, w)));
        return new Step(name, all, when(m), timeout(m), retry(m), undo);
    }

    private Bindings sofar() {
        return new Bindings(known.pack(), known.given(), known.secrets(), outputs);
    }

    private String name(YamlValue v) {
        String name = v.text();
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            v.problem("'%s' is no name of a step: use a-z, 0-9 and '-'".formatted(name));
        }
        if (!names.add(name)) {
            v.problem("there are two steps named '%s'".formatted(name));
        }
        return name;
    }

    private Set<String> outputs(String step, Way way) {
        Grammar grammar = vocabulary.actions().get(way.action());
        Set<String> out = new TreeSet<>();
        if (grammar != null) {
            grammar.outputs().forEach(o -> out.add(step + "." + o));
        }
        return out;
    }

    private boolean undo(YamlMap m, List<Way> ways) {
        boolean undo = m.flag("undo", false);
        boolean can =
                ways.stream()
                        .map(w -> vocabulary.actions().get(w.action()))
                        .allMatch(g -> g == null || g.undoes());
        if (undo && !can) {
            m.required("undo").problem("this action cannot be undone");
        }
        return undo;
    }

    private @Nullable Condition when(YamlMap m) {
        Optional<YamlValue> v = m.optional("when");
        if (v.isEmpty()) {
            return null;
        }
        RunbookFile.checkHoles(v.get(), new Template(v.get().text()), known);
        Optional<Condition> condition = Condition.parse(v.get().text());
        if (condition.isEmpty()) {
            v.get()
                    .problem(
                            "'%s' is no condition such as '${component} == backend'"
                                    .formatted(v.get().text()));
        }
        return condition.orElse(null);
    }

    private static Duration timeout(YamlMap m) {
        Duration timeout = m.duration("timeout", USUAL);
        if (timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
            m.required("timeout").problem("a time-out is more than 0 and at most 12h");
            return USUAL;
        }
        return timeout;
    }

    private static Retry retry(YamlMap m) {
        if (!m.has("retry")) {
            return Retry.ONCE;
        }
        YamlMap r = m.map("retry").only("attempts", "pause");
        return new Retry(
                (int) r.whole("attempts", 1, Retry.MOST, 1),
                r.duration("pause", Duration.ofSeconds(1)));
    }
}
