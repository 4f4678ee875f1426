package dev.holdfast.decision.domain.condition;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// The values that an expression looks at, as paths such as `trigger.labels.job`.
final class Paths {
    private final Set<String> roots;
    private final SortedSet<String> found = new TreeSet<>();

    private Paths(Set<String> roots) {
        this.roots = roots;
    }

    static SortedSet<String> in(CelExpr expression, Set<String> roots) {
        Paths paths = new Paths(roots);
        paths.visit(expression);
        return paths.found;
    }

    /// The value at a path, or empty where there is none.
    static Optional<Object> value(String path, Map<String, Object> values) {
        Object at = values;
        for (String name : path.split("\\.")) {
            if (!(at instanceof Map<?, ?> map)) {
                return Optional.empty();
            }
            at = map.get(name);
        }
        return Optional.ofNullable(at);
    }

    private void visit(CelExpr e) {
        switch (e.getKind()) {
            case SELECT -> {
                String path = path(e);
                if (path == null) {
                    visit(e.select().operand());
                } else if (!e.select().testOnly()) {
                    found.add(path);
                }
            }
            case IDENT -> {
                if (roots.contains(e.ident().name())) {
                    found.add(e.ident().name());
                }
            }
            case CALL -> {
                String path = path(e);
                if (path != null) {
                    found.add(path);
                } else {
                    e.call().target().ifPresent(this::visit);
                    e.call().args().forEach(this::visit);
                }
            }
            case LIST -> e.list().elements().forEach(this::visit);
            case MAP ->
                    e.map()
                            .entries()
                            .forEach(entry -> {
                                visit(entry.key());
                                visit(entry.value());
                            });
            case COMPREHENSION -> {
                visit(e.comprehension().iterRange());
                visit(e.comprehension().loopStep());
            }
            case CONSTANT, STRUCT, NOT_SET -> {}
        }
    }

    private @Nullable String path(CelExpr e) {
        return switch (e.getKind()) {
            case IDENT -> roots.contains(e.ident().name()) ? e.ident().name() : null;
            case SELECT -> {
                String before = path(e.select().operand());
                yield before == null ? null : before + "." + e.select().field();
            }
            case CALL -> indexed(e);
            case LIST, MAP, COMPREHENSION, CONSTANT, STRUCT, NOT_SET -> null;
        };
    }

    /// `assessment["data-at-risk"]` is a path too, if its name has no dot.
    private @Nullable String indexed(CelExpr e) {
        if (!e.call().function().equals("_[_]") || e.call().args().size() != 2) {
            return null;
        }
        CelExpr key = e.call().args().getLast();
        boolean text =
                key.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                        && key.constant().getKind() == CelConstant.Kind.STRING_VALUE
                        && !key.constant().stringValue().contains(".");
        String before = text ? path(e.call().args().getFirst()) : null;
        return before == null ? null : before + "." + key.constant().stringValue();
    }
}
