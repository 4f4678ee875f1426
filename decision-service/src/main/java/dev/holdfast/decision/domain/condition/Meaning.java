package dev.holdfast.decision.domain.condition;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// What can be known about a condition without evaluating it: enough to find rows that are never
/// reached and conditions that are never true. What is not understood is [Other], and then nothing is
/// claimed.
public sealed interface Meaning {
    /// True when all are; always true when there is none.
    record All(List<Meaning> parts) implements Meaning {
        public All {
            parts = List.copyOf(parts);
        }
    }

    /// True when one is; never true when there is none.
    record Any(List<Meaning> parts) implements Meaning {
        public Any {
            parts = List.copyOf(parts);
        }
    }

    /// The text at this path is one of these, or, with `not`, none of them.
    record OneOf(String path, Set<String> texts, boolean not) implements Meaning {
        public OneOf {
            texts = Set.copyOf(texts);
        }
    }

    /// The number at this path lies between these.
    record Between(String path, double least, boolean leastIn, double most, boolean mostIn)
            implements Meaning {
        boolean within(Between o) {
            boolean low = least > o.least || (least == o.least && (o.leastIn || !leastIn));
            boolean high = most < o.most || (most == o.most && (o.mostIn || !mostIn));
            return path.equals(o.path) && low && high;
        }

        boolean empty() {
            return least > most || (least == most && !(leastIn && mostIn));
        }
    }

    /// The yes or no at this path is this.
    record Flag(String path, boolean value) implements Meaning {}

    record Other(String text) implements Meaning {}

    static Meaning of(CelExpr e) {
        return Reading.read(e, false);
    }

    /// True only if whenever this is true, the other is too.
    default boolean implies(Meaning other) {
        return switch (this) {
            case Any a -> a.parts().stream().allMatch(p -> p.implies(other));
            case All _, OneOf _, Between _, Flag _, Other _ ->
                    switch (other) {
                        case All b -> b.parts().stream().allMatch(this::implies);
                        case Any b -> b.parts().stream().anyMatch(this::implies) || partImplies(b);
                        case OneOf _, Between _, Flag _, Other _ -> partImplies(other) || never();
                    };
        };
    }

    private boolean partImplies(Meaning other) {
        return switch (this) {
            case All a -> a.parts().stream().anyMatch(p -> p.implies(other));
            case OneOf a -> other instanceof OneOf b && implied(a, b);
            case Between a -> other instanceof Between b && a.within(b);
            case Flag _, Other _ -> equals(other);
            case Any _ -> false;
        };
    }

    private static boolean implied(OneOf a, OneOf b) {
        if (!a.path().equals(b.path())) {
            return false;
        }
        if (!a.not()) {
            return b.not()
                    ? a.texts().stream().noneMatch(b.texts()::contains)
                    : b.texts().containsAll(a.texts());
        }
        return b.not() && a.texts().containsAll(b.texts());
    }

    /// True only if it can never be true.
    default boolean never() {
        return switch (this) {
            case Any a -> a.parts().stream().allMatch(Meaning::never);
            case All a -> a.parts().stream().anyMatch(Meaning::never) || contradicts(a);
            case OneOf o -> !o.not() && o.texts().isEmpty();
            case Between b -> b.empty();
            case Flag _, Other _ -> false;
        };
    }

    private static boolean contradicts(All all) {
        Map<String, Set<String>> texts = new HashMap<>();
        Map<String, Between> ranges = new HashMap<>();
        Map<String, Boolean> flags = new HashMap<>();
        return all.parts().stream()
                .flatMap(p -> p instanceof All a ? a.parts().stream() : Stream.of(p))
                .anyMatch(p ->
                        switch (p) {
                            case OneOf o when !o.not() -> {
                                Set<String> left =
                                        texts.computeIfAbsent(
                                                o.path(), _ -> new HashSet<>(o.texts()));
                                left.retainAll(o.texts());
                                yield left.isEmpty();
                            }
                            case Between b -> ranges.merge(b.path(), b, Meaning::both).empty();
                            case Flag f -> {
                                Boolean before = flags.put(f.path(), f.value());
                                yield before != null && before != f.value();
                            }
                            case OneOf _, All _, Any _, Other _ -> false;
                        });
    }

    private static Between both(Between a, Between b) {
        boolean lower = a.least() > b.least() || (a.least() == b.least() && !a.leastIn());
        boolean upper = a.most() < b.most() || (a.most() == b.most() && !a.mostIn());
        return new Between(
                a.path(),
                lower ? a.least() : b.least(),
                lower ? a.leastIn() : b.leastIn(),
                upper ? a.most() : b.most(),
                upper ? a.mostIn() : b.mostIn());
    }

    /// Could it be true where the text at `path` is `text`? Unknown counts as yes.
    default boolean possible(String path, String text) {
        return switch (this) {
            case All a -> a.parts().stream().allMatch(p -> p.possible(path, text));
            case Any a -> a.parts().stream().anyMatch(p -> p.possible(path, text));
            case OneOf o -> !o.path().equals(path) || o.texts().contains(text) != o.not();
            case Between b -> !b.empty();
            case Flag _, Other _ -> true;
        };
    }

    /// Reads the tree of an expression.
    final class Reading {
        private Reading() {}

        static Meaning read(CelExpr e, boolean not) {
            return switch (e.getKind()) {
                case CALL -> call(e, not);
                case CONSTANT ->
                        e.constant().getKind() == CelConstant.Kind.BOOLEAN_VALUE
                                ? e.constant().booleanValue() != not
                                        ? new All(List.of())
                                        : new Any(List.of())
                                : other(e, not);
                case IDENT, SELECT -> {
                    String path = path(e);
                    yield path == null ? other(e, not) : new Flag(path, !not);
                }
                case LIST, MAP, STRUCT, COMPREHENSION, NOT_SET -> other(e, not);
            };
        }

        private static Meaning call(CelExpr e, boolean not) {
            List<CelExpr> args = e.call().args();
            return switch (e.call().function()) {
                case "!_" -> read(args.getFirst(), !not);
                case "_&&_" -> joined(args, not, !not);
                case "_||_" -> joined(args, not, not);
                case "_==_" -> equal(e, not);
                case "_!=_" -> equal(e, !not);
                case "@in" -> in(e, not);
                case "_<_", "_<=_", "_>_", "_>=_" -> compared(e, not);
                default -> other(e, not);
            };
        }

        private static Meaning joined(List<CelExpr> args, boolean not, boolean all) {
            List<Meaning> parts =
                    args.stream()
                            .map(a -> read(a, not))
                            .flatMap(m ->
                                    all && m instanceof All a
                                            ? a.parts().stream()
                                            : !all && m instanceof Any a
                                                    ? a.parts().stream()
                                                    : Stream.of(m))
                            .toList();
            return all ? new All(parts) : new Any(parts);
        }

        private static Meaning equal(CelExpr e, boolean not) {
            CelExpr left = e.call().args().getFirst();
            CelExpr right = e.call().args().getLast();
            String path = path(left) == null ? path(right) : path(left);
            CelExpr constant = path(left) == null ? left : right;
            if (path == null || constant.getKind() != CelExpr.ExprKind.Kind.CONSTANT) {
                return other(e, not);
            }
            Double number = number(constant);
            return switch (constant.constant().getKind()) {
                case STRING_VALUE ->
                        new OneOf(path, Set.of(constant.constant().stringValue()), not);
                case BOOLEAN_VALUE -> new Flag(path, constant.constant().booleanValue() != not);
                default ->
                        number == null || not
                                ? other(e, not)
                                : new Between(path, number, true, number, true);
            };
        }

        private static Meaning in(CelExpr e, boolean not) {
            String path = path(e.call().args().getFirst());
            CelExpr list = e.call().args().getLast();
            boolean texts =
                    list.getKind() == CelExpr.ExprKind.Kind.LIST
                            && list.list().elements().stream().allMatch(Reading::isText);
            if (path == null || !texts) {
                return other(e, not);
            }
            Set<String> values = new HashSet<>();
            list.list().elements().forEach(v -> values.add(v.constant().stringValue()));
            return new OneOf(path, values, not);
        }

        private static boolean isText(CelExpr e) {
            return e.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                    && e.constant().getKind() == CelConstant.Kind.STRING_VALUE;
        }

        private static Meaning compared(CelExpr e, boolean not) {
            CelExpr left = e.call().args().getFirst();
            CelExpr right = e.call().args().getLast();
            boolean turned = path(left) == null;
            String path = turned ? path(right) : path(left);
            Double n = number(turned ? left : right);
            if (path == null || n == null) {
                return other(e, not);
            }
            String f = e.call().function();
            boolean more = f.startsWith("_>") != turned != not;
            boolean included = f.contains("=") != not;
            return more
                    ? new Between(path, n, included, Double.POSITIVE_INFINITY, true)
                    : new Between(path, Double.NEGATIVE_INFINITY, true, n, included);
        }

        private static @Nullable Double number(CelExpr e) {
            if (e.getKind() != CelExpr.ExprKind.Kind.CONSTANT) {
                return null;
            }
            return switch (e.constant().getKind()) {
                case DOUBLE_VALUE -> e.constant().doubleValue();
                case INT64_VALUE -> (double) e.constant().int64Value();
                default -> null;
            };
        }

        private static @Nullable String path(CelExpr e) {
            return switch (e.getKind()) {
                case IDENT -> e.ident().name();
                case SELECT -> {
                    String before = e.select().testOnly() ? null : path(e.select().operand());
                    yield before == null ? null : before + "." + e.select().field();
                }
                case CALL, LIST, MAP, COMPREHENSION, CONSTANT, STRUCT, NOT_SET -> null;
            };
        }

        /// Two equal expressions are equal here though their node numbers differ.
        private static Meaning other(CelExpr e, boolean not) {
            String text = e.toString().replaceAll("(?m)^\\s*(id|expr_id): \\d+\\s*$", "");
            return new Other(
                    (not ? "not " : "")
                            + text.replaceAll("\\b\\d+: ?", "").replaceAll("\\[\\d+\\]", ""));
        }
    }
}
