package dev.holdfast.detector.domain.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParserTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1 + 2 * 3 ^ 2 ^ 2 | (1.0 + (2.0 * (3.0 ^ (2.0 ^ 2.0))))",
                "-1 ^ 2 | -((1.0 ^ 2.0))",
                "a or b and c unless d | ({__name__=\"a\"} or (({__name__=\"b\"} and {__name__=\"c\"}) unless {__name__=\"d\"}))",
                "sum by (job) (rate(x[5m])) | sum by (job)(rate({__name__=\"x\"}[5m]))",
                "sum(x) without (a, b) | sum without (a, b)({__name__=\"x\"})",
                "x{a!=\"1\", b=~'2', c!~`3`,} offset -1m | {__name__=\"x\",a!=\"1\",b=~\"2\",c!~\"3\"} offset -1m",
                "rate(x[1h30m:30s] @ 12.5 offset 1d) | rate(({__name__=\"x\"})[1h30m:30s] offset 1d @ 12.5)",
                "x @ end() > bool 0x1F | ({__name__=\"x\"} @ end() > bool 31.0)",
                "a / on(x) group_left(y) b | ({__name__=\"a\"} / on (x) group_left (y) {__name__=\"b\"})",
                "topk(3, x) # the end | topk(3.0, {__name__=\"x\"})",
                "rate(x[300]) + 5m | (rate({__name__=\"x\"}[5m]) + 300.0)",
                "{\"my.metric\", \"a.b\"=\"c\"} | {__name__=\"my.metric\",a.b=\"c\"}",
                "Inf + NaN | (Infinity + NaN)",
            })
    void expressions_read_as_prometheus_reads_them(String text, String canonical) {
        assertThat(ExprText.of(Parser.parse(text))).isEqualTo(canonical);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "rte(x[5m]) | 1:1: parse error: unknown function with name \"rte\" (did you mean rate?)",
                "rate(x) | 1:6: parse error: expected type range vector in call to function \"rate\", got instant vector",
                "x[5m] + 1 | 1:1: parse error: binary expression must contain only scalar and instant vector types",
                "1 > 2 | 1:3: parse error: comparisons between scalars must use BOOL modifier",
                "{a=\"\"} | 1:1: parse error: vector selector must contain at least one non-empty matcher",
                "sum(x | 1:6: parse error: unexpected end of input, expected \")\"",
                "x{a=~\"(\"} | 1:6: parse error: bad regular expression: missing closing )",
                "histogram_avg(x) | 1:1: parse error: histogram_avg() is not supported: it works on native histograms, which Holdfast does not keep",
                "mad_over_time(x[1m]) | 1:1: parse error: mad_over_time() is not supported: it is experimental in Prometheus 3",
                "x smoothed | 1:3: parse error: \"smoothed\" is not supported: it is experimental in Prometheus 3",
                "sum(x) + bool 1 | 1:8: parse error: bool modifier can only be used on comparison operators",
                "a and 1 | 1:3: parse error: set operator \"and\" not allowed in binary scalar expression",
                "x{a=~\"(?=b)\"} | 1:6: parse error: bad regular expression: invalid or unsupported Perl syntax",
                "5x | 1:1: parse error: bad number or duration syntax: \"5x\"",
            })
    void what_is_wrong_is_told_with_its_place(String text, String problem) {
        assertThatThrownBy(() -> Parser.parse(text))
                .isInstanceOf(PromqlException.class)
                .hasMessageStartingWith(problem);
    }

    @Test
    void the_place_counts_lines() {
        assertThatThrownBy(() -> Parser.parse("sum(\n  rate(x[5m])\n) > foo(1)"))
                .hasMessageStartingWith("3:5: parse error: unknown function");
    }

    @Test
    void deep_nesting_is_refused_and_not_overflown() {
        assertThatThrownBy(() -> Parser.parse("(".repeat(100_000)))
                .isInstanceOf(PromqlException.class);
        assertThatThrownBy(() -> Parser.parse("1^".repeat(100_000) + "1"))
                .isInstanceOf(PromqlException.class);
        assertThatThrownBy(() -> Parser.parse("1+".repeat(100_000) + "1"))
                .isInstanceOf(PromqlException.class);
        assertThatThrownBy(() -> Parser.parse("-".repeat(100_000) + "1"))
                .isInstanceOf(PromqlException.class);
    }
}
