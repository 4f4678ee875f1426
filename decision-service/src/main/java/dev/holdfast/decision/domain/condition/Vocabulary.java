package dev.holdfast.decision.domain.condition;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableMap;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelOptions;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.parser.CelStandardMacro;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The names that conditions may use, with their types, and the limits of every evaluation.
///
/// CEL sets no limit on comprehensions and patterns by itself; here everything has one, because a
/// pack is written by many and evaluated on the path to a rollback.
public final class Vocabulary {
    /// The name under which facts that people state stand.
    public static final String FACTS = "facts";

    /// The name under which the checks of the assessment stand.
    public static final String ASSESSMENT = "assessment";

    static final int MOST_CHARACTERS = 2_000;
    private static final int MOST_ITERATIONS = 1_000;
    private static final int LARGEST_PATTERN = 500;
    private static final int DEEPEST = 50;
    private static final int MOST_NODES = 500;

    private static final CelType TEXTS = MapType.create(SimpleType.STRING, SimpleType.STRING);
    private static final CelType NAMES = ListType.create(SimpleType.STRING);

    /// Of the rows of the severity matrix, for a pack that asks people for no facts.
    public static final Vocabulary MATRIX = new Vocabulary(false, Map.of());

    /// Of the rules of authority, which are judged on a plan.
    public static final Vocabulary AUTHORITY = new Vocabulary(true, Map.of());

    private final boolean onPlans;
    private final Map<String, Map<String, CelType>> structs = new LinkedHashMap<>();
    private @Nullable Cel compiled;

    private Vocabulary(boolean onPlans, Map<String, CelType> facts) {
        this.onPlans = onPlans;
        structs.put("Trigger", triggerFields());
        structs.put("Release", releaseFields());
        structs.put("Incident", incidentFields());
        structs.put("Plan", planFields());
        structs.put("Check", checkFields());
        structs.put("Facts", facts);
    }

    /// The same with the facts that this pack asks people for.
    ///
    /// @param facts their types by name
    public Vocabulary with(Map<String, CelType> facts) {
        return new Vocabulary(onPlans, Map.copyOf(facts));
    }

    synchronized Cel cel() {
        Cel known = compiled;
        if (known == null) {
            known = build();
            compiled = known;
        }
        return known;
    }

    /// The names at the start of a path, such as `trigger`.
    Set<String> roots() {
        return variables().keySet();
    }

    /// Everything that somebody could have meant: names and the fields below them.
    Collection<String> known() {
        List<String> all = new ArrayList<>(roots());
        structs.values().forEach(fields -> all.addAll(fields.keySet()));
        return all;
    }

    private Map<String, CelType> variables() {
        Map<String, CelType> v = new LinkedHashMap<>();
        v.put("system", SimpleType.STRING);
        v.put("environment", SimpleType.STRING);
        v.put("time", SimpleType.TIMESTAMP);
        v.put("release", struct("Release"));
        v.put(FACTS, struct("Facts"));
        v.put(ASSESSMENT, MapType.create(SimpleType.STRING, struct("Check")));
        if (onPlans) {
            v.put("severity", SimpleType.STRING);
            v.put("row", SimpleType.STRING);
            v.put("action", SimpleType.STRING);
            v.put("manual", SimpleType.BOOL);
            v.put("plan", struct("Plan"));
        } else {
            v.put("trigger", struct("Trigger"));
            v.put("triggers", ListType.create(struct("Trigger")));
            v.put("incident", struct("Incident"));
        }
        return v;
    }

    private static Map<String, CelType> triggerFields() {
        Map<String, CelType> f = new LinkedHashMap<>();
        f.put("rule", SimpleType.STRING);
        f.put("value", SimpleType.DOUBLE);
        f.put("threshold", SimpleType.DOUBLE);
        f.put("minutes", SimpleType.DOUBLE);
        f.put("severity", SimpleType.STRING);
        f.put("labels", TEXTS);
        f.put("annotations", TEXTS);
        return f;
    }

    private static Map<String, CelType> releaseFields() {
        Map<String, CelType> f = new LinkedHashMap<>();
        f.put("component", SimpleType.STRING);
        f.put("version", SimpleType.STRING);
        f.put("age_minutes", SimpleType.DOUBLE);
        f.put("changes", NAMES);
        f.put("held", SimpleType.BOOL);
        f.put("in_window", SimpleType.BOOL);
        f.put("by", SimpleType.STRING);
        f.put("commit", SimpleType.STRING);
        return f;
    }

    private static Map<String, CelType> incidentFields() {
        Map<String, CelType> f = new LinkedHashMap<>();
        f.put("attempts", SimpleType.INT);
        f.put("minutes", SimpleType.DOUBLE);
        f.put("rules", NAMES);
        return f;
    }

    private static Map<String, CelType> planFields() {
        Map<String, CelType> f = new LinkedHashMap<>();
        f.put("runbook", SimpleType.STRING);
        f.put("loses_data", SimpleType.BOOL);
        f.put("downtime_minutes", SimpleType.DOUBLE);
        f.put("duration_minutes", SimpleType.DOUBLE);
        f.put("steps", SimpleType.INT);
        f.put("unchecked", NAMES);
        return f;
    }

    private static Map<String, CelType> checkFields() {
        Map<String, CelType> f = new LinkedHashMap<>();
        f.put("value", SimpleType.DOUBLE);
        f.put("verdict", SimpleType.STRING);
        f.put("finding", SimpleType.STRING);
        return f;
    }

    private StructType struct(String name) {
        ImmutableMap<String, CelType> fields =
                ImmutableMap.copyOf(structs.getOrDefault(name, Map.of()));
        return StructType.create(name, fields.keySet(), f -> Optional.ofNullable(fields.get(f)));
    }

    private Cel build() {
        CelOptions limits =
                CelOptions.current()
                        .maxExpressionCodePointSize(MOST_CHARACTERS)
                        .comprehensionMaxIterations(MOST_ITERATIONS)
                        .maxRegexProgramSize(LARGEST_PATTERN)
                        .maxParseRecursionDepth(DEEPEST)
                        .maxParseExpressionNodeCount(MOST_NODES)
                        .enableHeterogeneousNumericComparisons(true)
                        .build();
        CelBuilder builder =
                CelFactory.plannerCelBuilder()
                        .setOptions(limits)
                        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                        .setTypeProvider(new Structs(types()))
                        .setResultType(SimpleType.BOOL);
        variables().forEach(builder::addVar);
        return builder.build();
    }

    private ImmutableMap<String, CelType> types() {
        ImmutableMap.Builder<String, CelType> types = ImmutableMap.builder();
        structs.keySet().forEach(name -> types.put(name, struct(name)));
        return types.buildOrThrow();
    }

    /// Makes our structures known to the type checker.
    private static final class Structs implements CelTypeProvider {
        private final ImmutableMap<String, CelType> types;

        Structs(ImmutableMap<String, CelType> types) {
            this.types = types;
        }

        @Override
        public ImmutableCollection<CelType> types() {
            return types.values();
        }

        @Override
        public Optional<CelType> findType(String name) {
            return Optional.ofNullable(types.get(name));
        }
    }
}
