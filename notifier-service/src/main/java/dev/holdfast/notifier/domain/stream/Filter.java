package dev.holdfast.notifier.domain.stream;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.EventTypes;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/// A condition on single events in CEL, such as `type == "step.failed" && !drill`. It knows `type`,
/// `system`, `environment`, `drill`, `incident` and `data`, the event's own fields. An event that
/// lacks a field which is asked for is not covered; `has(data.x)` asks first.
public final class Filter {
    /// Covers everything.
    public static final Filter NONE = new Filter(null, _ -> Map.of());

    private static final int MOST_CHARACTERS = 1_000;
    private static final int MOST_ITERATIONS = 200;
    private static final int LARGEST_PATTERN = 200;
    private static final int DEEPEST = 30;
    private static final int MOST_NODES = 200;

    private final CelRuntime.@Nullable Program program;

    private final Function<Event, Map<String, Object>> fields;

    private Filter(
            CelRuntime.@Nullable Program program, Function<Event, Map<String, Object>> fields) {
        this.program = program;
        this.fields = fields;
    }

    /// Throws `IllegalArgumentException`, with what is wrong where, for what is no condition.
    ///
    /// @param fields an event's own fields by their names in JSON
    public static Filter compile(String text, Function<Event, Map<String, Object>> fields) {
        if (text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(
                    "A filter has at most %d characters".formatted(MOST_CHARACTERS));
        }
        try {
            return new Filter(
                    Language.CEL.createProgram(Language.CEL.compile(text).getAst()), fields);
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalArgumentException("No filter: " + e.getMessage(), e);
        }
    }

    public boolean covers(Envelope<Event> event) {
        if (program == null) {
            return true;
        }
        try {
            return Boolean.TRUE.equals(program.eval(values(event)));
        } catch (CelEvaluationException _) {
            return false; // it lacks what is asked for
        } catch (RuntimeException _) {
            return false; // a value of a kind that the language does not know
        }
    }

    private Map<String, Object> values(Envelope<Event> event) {
        Map<String, Object> values = new HashMap<>();
        values.put("type", EventTypes.brief(event.data()));
        values.put("system", event.scope().system());
        values.put("environment", event.scope().environment());
        values.put("drill", event.scope().drill() != null);
        values.put("incident", event.correlation() == null ? "" : event.correlation());
        values.put("data", fields.apply(event.data()));
        return values;
    }

    /// Built when the first filter comes.
    private static final class Language {
        static final Cel CEL =
                CelFactory.plannerCelBuilder()
                        .setOptions(
                                CelOptions.current()
                                        .maxExpressionCodePointSize(MOST_CHARACTERS)
                                        .comprehensionMaxIterations(MOST_ITERATIONS)
                                        .maxRegexProgramSize(LARGEST_PATTERN)
                                        .maxParseRecursionDepth(DEEPEST)
                                        .maxParseExpressionNodeCount(MOST_NODES)
                                        .enableHeterogeneousNumericComparisons(true)
                                        .build())
                        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                        .setResultType(SimpleType.BOOL)
                        .addVar("type", SimpleType.STRING)
                        .addVar("system", SimpleType.STRING)
                        .addVar("environment", SimpleType.STRING)
                        .addVar("drill", SimpleType.BOOL)
                        .addVar("incident", SimpleType.STRING)
                        .addVar("data", MapType.create(SimpleType.STRING, SimpleType.DYN))
                        .build();
    }
}
