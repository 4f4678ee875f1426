package dev.holdfast.detector.domain.slo;

import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.backbone.pack.YamlFile;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads OpenSLO v1 and makes a rule file of it. What cannot be kept is a problem with its place,
/// never left out in silence.
public final class OpenSlo {
    private static final Pattern MARK = Pattern.compile("(?m)^apiVersion:\\s*[\"']?openslo");
    private static final Pattern BETWEEN = Pattern.compile("(?m)^---.*$");
    private static final Pattern PERIOD = Pattern.compile("(\\d{1,4})([hdwMQY])");
    private static final Pattern TARGET = Pattern.compile("0\\.\\d{1,9}");
    private static final Pattern PERCENT = Pattern.compile("\\d{1,2}(\\.\\d{1,7})?");
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final Duration LEAST = Duration.ofDays(3);
    private static final Duration MOST = Duration.ofDays(366);
    private static final int MOST_DOCUMENTS = 200;
    private static final String SLOW = "holdfast.dev/slow-burn";

    private final Problems problems;
    private final boolean slow;
    private final Map<String, YamlMap> indicators = new LinkedHashMap<>();

    private OpenSlo(Problems problems, boolean slow) {
        this.problems = problems;
        this.slow = slow;
    }

    /// Whether the text is OpenSLO's and no rule file.
    public static boolean is(String text) {
        return MARK.matcher(text).find();
    }

    /// A file in Prometheus' rule format; it counts only if nothing is in `problems`.
    ///
    /// @param slow tell of slow burning too, even where the objective does not ask for it
    public static String rules(String file, String text, boolean slow, Problems problems) {
        OpenSlo reader = new OpenSlo(problems, slow);
        List<YamlMap> slos = reader.documents(file, text);
        StringBuilder out = new StringBuilder("# Made of ").append(file.replaceAll("\\s", " "));
        out.append(" by `holdfast slo`.\ngroups:\n");
        List<Objective> all = slos.stream().flatMap(m -> reader.slo(m).stream()).toList();
        all.forEach(o -> out.append(BurnRates.group(o)));
        if (all.isEmpty() && problems.all().isEmpty()) {
            problems.add(file, 1, 1, "the file has no objective: there is no `kind: SLO` in it");
        }
        return out.toString();
    }

    /// The objectives; indicators that stand alone are kept by name. Each document is read where it
    /// stands, so that what is wrong has its line.
    private List<YamlMap> documents(String file, String text) {
        List<YamlMap> slos = new ArrayList<>();
        Matcher between = BETWEEN.matcher(text);
        int from = 0;
        for (int n = 0; n < MOST_DOCUMENTS && from <= text.length(); n++) {
            boolean more = between.find(from);
            String one = text.substring(from, more ? between.start() : text.length());
            if (!one.isBlank()) {
                int lines = (int) text.substring(0, from).chars().filter(c -> c == '\n').count();
                YamlFile.parse(file, "\n".repeat(lines) + one, problems)
                        .ifPresent(v -> document(v.map(), slos));
            }
            from = more ? between.end() : text.length() + 1;
        }
        if (from <= text.length()) {
            problems.add(file, 1, 1, "more than %d documents".formatted(MOST_DOCUMENTS));
        }
        return slos;
    }

    private void document(YamlMap m, List<YamlMap> slos) {
        YamlValue version = m.required("apiVersion");
        if (!version.text().equals("openslo/v1")) {
            version.problem("read is openslo/v1, this is '%s'".formatted(version.text()));
        }
        switch (m.text("kind")) {
            case "SLO" -> slos.add(m);
            case "SLI" -> indicators.put(m.map("metadata").text("name"), m);
            case "Service",
                    "DataSource",
                    "AlertPolicy",
                    "AlertCondition",
                    "AlertNotificationTarget" -> {}
            default -> m.required("kind").problem("'%s' is no kind".formatted(m.text("kind")));
        }
    }

    private List<Objective> slo(YamlMap m) {
        YamlMap spec = m.map("spec");
        spec.optional("budgetingMethod")
                .filter(b -> !b.text().equals("Occurrences"))
                .ifPresent(
                        b -> b.problem("only Occurrences is kept: a window counts what happens"));
        spec.optional("alertPolicies")
                .filter(a -> !a.list().isEmpty())
                .ifPresent(a ->
                        a.problem(
                                "alertPolicies are not followed: the rules are those of the"
                                        + " Site Reliability Workbook; take them out"));
        Optional<YamlMap> indicator = indicator(spec);
        Duration period = period(spec);
        boolean told =
                slow || m.map("metadata").map("annotations").text(SLOW, "false").equals("true");
        List<Objective> all = new ArrayList<>();
        Optional<Objective.Ratio> ratio = indicator.flatMap(i -> Indicator.read(i.map("spec")));
        YamlValue objectives = spec.required("objectives");
        for (YamlValue objective : objectives.list()) {
            Optional<BigDecimal> target = target(objective.map());
            if (ratio.isPresent() && target.isPresent()) {
                all.add(
                        new Objective(
                                spec.text("service"),
                                m.map("metadata").text("name"),
                                target.get(),
                                period,
                                ratio.get(),
                                labels(m.map("metadata").map("labels")),
                                told));
            }
        }
        return all;
    }

    private Optional<YamlMap> indicator(YamlMap spec) {
        Optional<YamlValue> named = spec.optional("indicatorRef");
        if (named.isEmpty()) {
            return Optional.of(spec.required("indicator").map());
        }
        Optional<YamlMap> known = Optional.ofNullable(indicators.get(named.get().text()));
        if (known.isEmpty()) {
            named.get().problem("the file has no `kind: SLI` of that name");
        }
        return known;
    }

    private static Optional<BigDecimal> target(YamlMap m) {
        Optional<YamlValue> percent = m.optional("targetPercent");
        YamlValue value = percent.orElseGet(() -> m.required("target"));
        Pattern form = percent.isPresent() ? PERCENT : TARGET;
        BigDecimal target =
                form.matcher(value.text()).matches()
                        ? new BigDecimal(value.text()).movePointLeft(percent.isPresent() ? 2 : 0)
                        : BigDecimal.ZERO;
        if (target.signum() > 0) {
            return Optional.of(target);
        }
        value.problem("a target lies between 0 and 1, such as 0.999, or 99.9 as targetPercent");
        return Optional.empty();
    }

    private static Duration period(YamlMap spec) {
        YamlValue windows = spec.required("timeWindow");
        if (windows.list().size() != 1) {
            windows.problem("an objective has one timeWindow");
            return LEAST;
        }
        YamlValue value = windows.list().getFirst().map().required("duration");
        Matcher m = PERIOD.matcher(value.text());
        if (m.matches()) {
            long n = Long.parseLong(m.group(1));
            Duration period =
                    switch (m.group(2)) {
                        case "h" -> Duration.ofHours(n);
                        case "d" -> Duration.ofDays(n);
                        case "w" -> Duration.ofDays(7 * n);
                        case "M" -> Duration.ofDays(30 * n);
                        case "Q" -> Duration.ofDays(90 * n);
                        default -> Duration.ofDays(365 * n);
                    };
            if (period.compareTo(LEAST) >= 0 && period.compareTo(MOST) <= 0) {
                return period;
            }
        }
        value.problem("expected a time from 3d to 1Y, such as 30d or 4w");
        return LEAST;
    }

    /// Those that can be labels of Prometheus.
    private static Map<String, String> labels(YamlMap m) {
        Map<String, String> labels = new TreeMap<>();
        m.entries()
                .forEach((name, value) -> {
                    if (LABEL.matcher(name).matches() && value.isText()) {
                        labels.put(name, value.text());
                    }
                });
        return labels;
    }
}
