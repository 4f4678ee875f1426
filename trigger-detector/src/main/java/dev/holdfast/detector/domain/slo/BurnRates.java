package dev.holdfast.detector.domain.slo;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Rules that tell when an error budget burns too fast, by several windows and several rates as the
/// Site Reliability Workbook has it (chapter 5, alert 6): a long window says that it matters, a short
/// one of a twelfth that it still goes on. A rate below 1 keeps the objective: of a short period nobody is
/// paged at it, and a ticket is due from 1 on.
final class BurnRates {
    /// @param budget the part of the budget that may burn in `hours` before it is told
    private record Pair(
            String severity,
            String budget,
            int hours,
            String longer,
            String shorter,
            boolean slow) {}

    private static final List<Pair> PAIRS =
            List.of(
                    new Pair("page", "0.02", 1, "1h", "5m", false),
                    new Pair("page", "0.05", 6, "6h", "30m", false),
                    new Pair("ticket", "0.10", 24, "1d", "2h", true),
                    new Pair("ticket", "0.10", 72, "3d", "6h", true));

    private BurnRates() {}

    /// One group of a rule file.
    static String group(Objective o) {
        StringBuilder out =
                new StringBuilder(
                        """
                          - name: %s
                            rules:
                        """
                                .formatted(
                                        text(
                                                "slo %s %s %s"
                                                        .formatted(
                                                                o.service(),
                                                                o.name(),
                                                                o.target()))));
        for (Pair pair : PAIRS) {
            if (!pair.slow() || o.slow()) {
                out.append(rule(o, pair));
            }
        }
        return out.toString();
    }

    private static String rule(Objective o, Pair pair) {
        BigDecimal rate =
                new BigDecimal(pair.budget())
                        .multiply(BigDecimal.valueOf(o.period().toHours()))
                        .divide(BigDecimal.valueOf(pair.hours()), new MathContext(4));
        if (pair.slow()) {
            rate = rate.max(BigDecimal.ONE);
        }
        String rates = plain(rate);
        String most = plain(rate.multiply(o.budget()));
        if (rate.compareTo(BigDecimal.ONE) < 0) {
            return "      # %s times too fast is not too fast: over %s, %s and %s tell nothing.\n"
                    .formatted(rates, days(o), pair.longer(), pair.shorter());
        }
        if (rate.multiply(o.budget()).compareTo(BigDecimal.ONE) >= 0) {
            return "      # %s times a budget of %s is more than everything: %s and %s tell nothing.\n"
                    .formatted(rates, plain(o.budget()), pair.longer(), pair.shorter());
        }
        Map<String, String> labels = new TreeMap<>(o.labels());
        labels.put("severity", pair.severity());
        labels.put("service", o.service());
        labels.put("slo", o.name());
        labels.put("objective", plain(o.target()));
        labels.put("window", pair.longer());
        StringBuilder out = new StringBuilder("      - alert: ErrorBudgetBurns\n        expr: |\n");
        out.append("(%s) > %s\n".formatted(o.ratio().in(pair.longer()), most).indent(10));
        out.append("and\n".indent(10));
        out.append("(%s) > %s\n".formatted(o.ratio().in(pair.shorter()), most).indent(10));
        out.append("        labels:\n");
        labels.forEach((k, v) -> out.append("          %s: %s\n".formatted(k, text(v))));
        out.append("        annotations:\n          summary: ");
        out.append(
                text(
                        "{{ $value | humanizePercentage }} of %s fail %s in %s: the budget of %s burns more than %s times too fast"
                                .formatted(o.service(), o.name(), pair.longer(), days(o), rates)));
        return out.append('\n').toString();
    }

    private static String days(Objective o) {
        return o.period().toHours() % 24 == 0
                ? o.period().toDays() + "d"
                : o.period().toHours() + "h";
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    /// A text of YAML that is nothing else, whatever stands in it.
    private static String text(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
