package dev.holdfast.detector.domain.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;

class TemplateTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{{ $labels.job }} at {{ $value }}|1234.5678|shop at 1234.5678",
                "{{ .Labels.job }}{{ $labels.none }}.|1|shop.",
                "{{ $value }}|1000000|1e+06",
                "{{ $value }}|0.00001|1e-05",
                "{{ $value ¦ humanize }}|1234567|1.235M",
                "{{ $value ¦ humanize }}|0.00123|1.23m",
                "{{ humanize1024 $value }}|2048|2ki",
                "{{ $value ¦ humanizePercentage }}|0.1234|12.34%",
                "{{ $value ¦ humanizeDuration }}|3725|1h 2m 5s",
                "{{ $value ¦ humanizeDuration }}|0.0123|12.3ms",
                "{{ printf \"%.2f of %s\" $value $labels.job }}|0.126|0.13 of shop",
                "{{ $value ¦ printf \"%-6.1f!\" }}|2.25|2.2   !",
                "{{ if gt $value 5.0 }}high{{ else }}low{{ end }}|6|high",
                "{{ if eq $labels.job \"x\" }}a{{ else if lt $value 1.0 }}b{{ else }}c{{ end }}|6|c",
                "{{ $labels.job ¦ toUpper ¦ reReplaceAll \"S(.)\" \"$1\" }}|1|HOP",
                "a {{- \" b \" -}} c|1|a b c",
                "{{ $labels }}|1|map[instance:i job:shop]",
                "{{ with query \"up\" }}{{ . ¦ first ¦ label \"asked\" }}{{ end }}|1|up",
                "100% {{ \"{{\" }}|1|100% {{",
            })
    void templates_read_as_under_prometheus(String template, double value, String expected) {
        var scope =
                new Template.Scope(
                        Map.of("job", "shop", "instance", "i"),
                        Map.of(),
                        value,
                        0,
                        (expr, _) -> List.of(new Template.Found(Map.of("asked", expr), 7)));
        assertThat(Template.parse("A", template.replace('¦', '|')).expand(scope))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "x {{ $value|11|unclosed action",
                "{{ humanise $value }}|3|function \"humanise\" not defined (did you mean humanize?)",
                "{{ $lables.job }}|3|undefined variable \"$lables\" (did you mean $labels?)",
                "{{ if $value }}x|16|unexpected EOF",
                "{{ 1 ¦ 2 }}|7|non executable command in pipeline stage 2",
                "a{{ end }}|4|unexpected {{end}}",
                "{{ \"x }}|3|unterminated quoted string",
                "{{ break }}|3|{{break}} outside {{range}}",
                "{{ 1i }}|3|complex numbers are not supported in templates",
            })
    void what_we_do_not_know_is_refused_with_its_place(
            String template, int offset, String message) {
        assertThatThrownBy(() -> Template.parse("A", template.replace('¦', '|')))
                .isInstanceOfSatisfying(
                        TemplateException.class,
                        e -> {
                            assertThat(e.offset()).isEqualTo(offset);
                            assertThat(e.getMessage()).startsWith(message);
                        });
    }
}
