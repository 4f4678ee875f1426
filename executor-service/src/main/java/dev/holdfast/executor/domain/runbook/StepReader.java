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
    private static final Duration EVIDENCE = Duration.ofSeconds(30);
    private static final int MOST_WAYS = 10;

    /// Actions that end with a verdict or a person's word.
    private static final Set<String> ANSWERS = Set.of("verify", "ask");

    private final Vocabulary vocabulary;
    private final Bindings known;
    private final Set<String> outputs = new TreeSet<>();
    private final Set<String> names = new HashSet<>();

    /// Whether a verdict or a person's word has come since something was closed.
    private boolean answered;

    StepReader(Vocabulary vocabulary, Bindings known) {
        this.vocabulary = vocabulary;
        this.known = known;
    }

    /// One item under `steps:`: a step, or steps side by side.
    List<Step> item(YamlMap m) {
        return m.has("parallel") ? group(m) : List.of(step(m));
    }

    /// The steps that save evidence: side by side, and the run goes on without what is not there.
    List<Step> evidence(List<YamlValue> items) {
        return together(items, new Group(Group.EVIDENCE, 8)).stream()
                .map(s ->
                        new Step(
                                s.name(),
                                s.ways(),
                                s.when(),
                                s.timeout().compareTo(EVIDENCE) > 0 ? EVIDENCE : s.timeout(),
                                s.retry(),
                                new StepTraits(false, true, s.traits().group(), null, null)))
                .toList();
    }

    private List<Step> group(YamlMap m) {
        m.only("name", "parallel", "steps");
        String name = name(m.required("name"));
        int limit = (int) m.whole("parallel", 1, Group.MOST, 1);
        List<YamlValue> items = m.required("steps").list();
        if (items.size() < 2) {
            m.required("steps").problem("side by side are 2 steps or more");
        }
        return together(items, new Group(name, limit));
    }

    /// What one of them leaves is there for the steps behind all of them.
    private List<Step> together(List<YamlValue> items, Group group) {
        Set<String> before = new TreeSet<>(outputs);
        Set<String> left = new TreeSet<>();
        List<Step> steps = new ArrayList<>();
        for (YamlValue item : items) {
            Step step = step(item.map());
            steps.add(
                    new Step(
                            step.name(),
                            step.ways(),
                            step.when(),
                            step.timeout(),
                            step.retry(),
                            step.traits().in(group)));
            left.addAll(outputs);
            outputs.clear();
            outputs.addAll(before);
        }
        outputs.addAll(left);
        return steps;
    }

    private Step step(YamlMap m) {
        m.only(
                "name",
                "action",
                "with",
                "timeout",
                "retry",
                "when",
                "else",
                "undo",
                "optional",
                "closes",
                "opens");
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
        Condition when = when(m);
        StepTraits traits = traits(m, all);
        all.forEach(w -> outputs.addAll(outputs(name, w)));
        return new Step(name, all, when, timeout(m), retry(m), traits);
    }

    private StepTraits traits(YamlMap m, List<Way> ways) {
        boolean undo = undo(m, ways);
        boolean optional = m.flag("optional", false);
        String closes = m.textOrNull("closes");
        String opens = m.textOrNull("opens");
        if (closes != null) {
            answered = false;
            if (undo) {
                m.required("undo")
                        .problem("what is closed is opened by a verdict or a person, not undone");
            }
        }
        boolean answers = ways.stream().allMatch(w -> ANSWERS.contains(w.action()));
        answered |= answers && !optional;
        if (opens != null && !answered) {
            m.required("opens")
                    .problem(
                            "'%s' is opened only behind a step that verifies or asks a person"
                                    .formatted(opens));
        }
        return new StepTraits(undo, optional, null, closes, opens);
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
        RunbookFile.checkHoles(v.get(), new Template(v.get().text()), sofar());
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
