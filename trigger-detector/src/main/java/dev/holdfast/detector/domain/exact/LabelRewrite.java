package dev.holdfast.detector.domain.exact;

import dev.holdfast.detector.domain.promql.Expr;
import dev.holdfast.detector.domain.promql.Function;
import dev.holdfast.detector.domain.series.Labels;

import java.util.List;
import java.util.function.UnaryOperator;

/// `label_replace` and `label_join` as what they do to one label set.
public final class LabelRewrite {

    private LabelRewrite() {}

    public static UnaryOperator<Labels> of(Expr.Call call) {
        List<String> texts = call.args().stream().skip(1).map(LabelRewrite::text).toList();
        return labels -> {
            List<Element> one = List.of(new Element(labels, 0));
            return (call.function() == Function.LABEL_REPLACE
                            ? LabelFunctions.replace(
                                    one, texts.get(0), texts.get(1), texts.get(2), texts.get(3))
                            : LabelFunctions.join(
                                    one,
                                    texts.get(0),
                                    texts.get(1),
                                    texts.subList(2, texts.size())))
                    .getFirst()
                    .labels();
        };
    }

    private static String text(Expr argument) {
        if (argument.bare() instanceof Expr.StringLiteral(int _, String value)) {
            return value;
        }
        throw new IllegalStateException("the type check let " + argument + " pass as a text");
    }
}
